import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { addDays } from "#app/lib/time.ts";
import { DateText } from "#app/ui/date-text.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Steps } from "#app/ui/steps.tsx";
import type { AgreementTerms } from "../rules/terms.ts";
import { agreementLines, dutyTexts, type Reader } from "./agreement-lines.ts";
import type { AgreementPapers } from "./papers.server.ts";
import type { AgreementListed, AgreementVersion } from "./queries.server.ts";

interface AgreementSheetProps {
  agreement: AgreementListed;
  version: AgreementVersion;
  papers: AgreementPapers;
  reader: Reader;
}

/** One version as both sides and the public read it, with who has confirmed it and when. */
export function AgreementSheet({ agreement, version, papers, reader }: AgreementSheetProps) {
  const t = useT("consumptionAgreements");
  const lang = useLang();
  const at = (when: Date | null) => (when ? <DateText value={when} precision="minute" /> : null);
  const mark = (when: Date | null, isNext: boolean) => (when ? "done" : isNext ? "next" : undefined);
  const isOpen = version.withdrawnAt === null;
  return (
    <>
      <Pairs
        items={[
          ...agreementLines(agreement, version, papers, reader, lang),
          { term: t("hash"), value: <span className="code">{version.termsSha256}</span> },
        ]}
      />
      <Steps
        label={t("stepsLabel")}
        items={[
          { title: t("stepDrafted"), at: at(version.proposedAt), mark: "done" },
          {
            title: t("stepCharity"),
            at: at(version.charityConfirmedAt),
            mark: mark(version.charityConfirmedAt, isOpen),
          },
          {
            title: t("stepMerchant"),
            at: at(version.merchantConfirmedAt),
            mark: mark(version.merchantConfirmedAt, isOpen && version.charityConfirmedAt !== null),
          },
        ]}
      />
      {version.withdrawnAt ? (
        <p>
          {t(version.withdrawnBy === "merchant" ? "refusedAt" : "withdrawnAt")} {at(version.withdrawnAt)}
          {version.withdrawnReason ? `${t("gap")}${version.withdrawnReason}` : null}
        </p>
      ) : null}
    </>
  );
}

/** What both bind themselves to beside the figures. */
export function DutyList({ giver }: { giver: AgreementTerms["giver"] }) {
  const lang = useLang();
  return (
    <div className="rich">
      <ol>
        {dutyTexts(giver, lang).map((duty) => (
          <li key={duty}>{duty}</li>
        ))}
      </ol>
    </div>
  );
}

/** Every version with its days and signatures; the older ones stay to be read. */
export function VersionLinks({
  versions,
  shown,
  hrefOf,
}: {
  versions: readonly AgreementVersion[];
  shown: number;
  hrefOf: (number: number) => string;
}) {
  const t = useT("consumptionAgreements");
  return (
    <ul className="plain">
      {versions.map((version) => (
        <li key={version.number}>
          {version.number === shown ? (
            <b>{t("version", { number: version.number })}</b>
          ) : (
            <a href={hrefOf(version.number)}>{t("version", { number: version.number })}</a>
          )}{" "}
          <span className="num">
            {t("fromTo", { from: version.effectiveOn, to: lastDayOf(version, versions) })}
          </span>{" "}
          {t(versionState(version))}
        </li>
      ))}
    </ul>
  );
}

/** The day before the next version that both signed; else its own last day. */
function lastDayOf(version: AgreementVersion, versions: readonly AgreementVersion[]): string {
  const next = versions.find(
    ({ number, merchantConfirmedAt }) => number > version.number && merchantConfirmedAt !== null,
  );
  return next && next.effectiveOn <= version.endsOn ? addDays(next.effectiveOn, -1) : version.endsOn;
}

function versionState(version: AgreementVersion) {
  if (version.withdrawnAt) return version.withdrawnBy === "merchant" ? "state_refused" : "state_withdrawn";
  if (version.merchantConfirmedAt) return "bothSigned";
  return version.charityConfirmedAt ? "state_offered" : "state_drafted";
}
