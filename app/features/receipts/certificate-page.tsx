import { useLang, useT } from "#app/lib/i18n-react.tsx";
import type { Mark } from "#app/lib/pdf/drawing.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { Abacus } from "#app/ui/abacus.tsx";
import { Mark as SiteMark, Wordmark } from "#app/ui/mark.tsx";
import { QrCode } from "#app/ui/qr-code.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import { capitalAmount } from "./capital-amount.ts";
import type { Certificate } from "./certificate.ts";
import { certificateWords } from "./certificate-words.ts";

interface CertificatePageProps {
  certificate: Certificate;
  /** The gift's public page: what the QR code opens. */
  address: string;
  /** The donor's own link, carried on to the files; empty for everybody else. */
  ownQuery: string;
  /** The reader is the donor. */
  isOwn: boolean;
  /** Said on the sheet too: the site's banner is not printed. */
  isDemo: boolean;
  /** The organization's sign, drawn where fonts can be measured. */
  seal: Mark[];
}

/** One gift's certificate as a sheet of A5, ready for print, with its files beside it. */
export function CertificatePage(props: CertificatePageProps) {
  const { certificate, ownQuery, isOwn } = props;
  const t = useT("certificate");
  const lang = useLang();
  const path = `/donations/${certificate.donationId}`;
  const other = lang === "zh" ? "en" : "zh";
  const otherQuery = `${ownQuery === "" ? "?" : `${ownQuery}&`}lang=${other}`;
  return (
    <>
      <div className="wrap bar-top no-print">
        <p>
          <a href={`${path}${ownQuery}`}>{t("back")}</a>
        </p>
        <p className="acts">
          <a href={`${path}/certificate${otherQuery}`} lang={other} hrefLang={other}>
            {lang === "zh" ? t("english") : t("chinese")}
          </a>{" "}
          <a href={`${path}/certificate.png${ownQuery}`}>{t("picture")}</a>{" "}
          <ButtonLink href={`${path}/certificate.pdf${ownQuery}`}>{t("download")}</ButtonLink>
        </p>
      </div>
      <Sheet {...props} />
      <div className="wrap after no-print">
        <p className="note">{isOwn ? t("ownHint") : t("publicHint")}</p>
        <h2>{t("afterTitle")}</h2>
        <p>
          {t("afterText")} <a href={`${path}/receipt${ownQuery}`}>{t("afterLink")}</a>
        </p>
      </div>
    </>
  );
}

function Sheet({ certificate, address, seal, isDemo }: CertificatePageProps) {
  const t = useT("certificate");
  const tf = useT("frame");
  const lang = useLang();
  const words = certificateWords(certificate, lang, capitalAmount(certificate.amountFen));
  const [sayDay, sayAmount, ...rest] = words.say;
  return (
    <article className="cert" aria-labelledby="ct">
      <header>
        <span className="brand">
          <SiteMark />
          <Wordmark label={tf("site")} />
        </span>
        <p className="no">
          {t("number")} <span className="code">{certificate.number}</span>
        </p>
      </header>
      <div className="mid">
        <div className="txt">
          <h1 id="ct">{t("title")}</h1>
          <p className="to">{words.to}</p>
          <p className="say">
            <span>{sayDay}</span>
            <span>
              <b>{sayAmount}</b>
            </span>
            {rest.map((phrase) => (
              <span key={phrase}>{phrase}</span>
            ))}
          </p>
          {words.standing === null ? null : (
            <p className="standing" role="status">
              {words.standing}
            </p>
          )}
        </div>
        <figure>
          <Abacus fen={certificate.amountFen} />
        </figure>
      </div>
      <footer>
        <div className="scan">
          <QrCode text={address} label={t("qrLabel")} />
          <p>
            {t("scan")
              .split("\n")
              .map((line, index) => (
                <span key={line}>
                  {index > 0 ? <br /> : null}
                  {line}
                </span>
              ))}
          </p>
        </div>
        <dl className="ids">
          {words.ids.map(({ term, value }) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div className="sign">
          <Seal marks={seal} label={t("seal", { name: words.organization })} />
          <p>
            {words.organization}
            <br />
            <time dateTime={shanghaiDay(certificate.paidAt)}>{words.day}</time>
          </p>
        </div>
      </footer>
      <p className="law">
        {isDemo ? t("demo") : null}
        {t("law")}
        <span className="url">{address.replace(/^https?:\/\//, "")}</span>
      </p>
    </article>
  );
}

function Seal({ marks, label }: { marks: readonly Mark[]; label: string }) {
  return (
    <svg className="seal" viewBox="0 0 62 62" role="img" aria-label={label}>
      {marks.map((mark) => (
        <SealMark key={keyOf(mark)} mark={mark} />
      ))}
    </svg>
  );
}

function SealMark({ mark }: { mark: Mark }) {
  const place = `translate(${mark.x ?? 0} ${mark.y ?? 0})`;
  if (mark.kind === "path")
    return (
      <path
        d={mark.data}
        transform={place}
        fill={mark.fill ?? "none"}
        stroke={mark.stroke}
        strokeWidth={mark.width}
      />
    );
  return (
    <text transform={`${place} rotate(${mark.turn ?? 0})`} fontSize={mark.size} fill={mark.colour}>
      {mark.text}
    </text>
  );
}

const keyOf = (mark: Mark) => (mark.kind === "path" ? mark.data : `${mark.text} ${mark.turn}`);
