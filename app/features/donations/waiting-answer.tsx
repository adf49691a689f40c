import { fundHref } from "#app/features/funds/kinds.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { formatYuan } from "#app/ui/money-text.ts";
import { QrCode } from "#app/ui/qr-code.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import type { GiftView } from "./queries.server.ts";

type WaitingGift = Pick<GiftView, "amountFen" | "provider" | "status" | "fund" | "own">;

/** What stands first on the page of a gift that waits for a bank transfer or for a code to be scanned. */
export function WaitingAnswer({ gift }: { gift: WaitingGift }) {
  return gift.provider === "offline" ? <WaitingTransfer gift={gift} /> : <WaitingScan gift={gift} />;
}

function WaitingTransfer({ gift }: { gift: WaitingGift }) {
  const t = useT("ways");
  const tg = useT("gift");
  const amount = formatYuan(gift.amountFen);
  const isClosed = gift.status === "closed";
  const lead = {
    closed: t("waitingClosed"),
    quarantined: t("otherAmount", { amount }),
  }[gift.status as string];
  return (
    <div className="answer" role="status">
      <h1>{gift.own && !isClosed ? t("transferTitle", { amount }) : t("waitingTitle")}</h1>
      <p className="lead">{lead ?? (gift.own ? t("transferLead") : t("waitingLead"))}</p>
      {isClosed ? (
        <p className="acts">
          <ButtonLink href={`${fundHref(gift.fund)}/donate`}>{tg("again")}</ButtonLink>
        </p>
      ) : null}
    </div>
  );
}

function WaitingScan({ gift }: { gift: WaitingGift }) {
  const t = useT("ways");
  const tg = useT("gift");
  const amount = formatYuan(gift.amountFen);
  const payUrl = gift.own?.payUrl;
  return (
    <div className="answer" role="status">
      <h1>{t("qrTitle", { amount })}</h1>
      <p className="lead">
        {t("qrLead", { provider: tg(`provider_${gift.provider}` as "provider_alipay") })}
      </p>
      {payUrl ? (
        <div className="scan">
          <QrCode text={payUrl} label={t("qrLabel", { amount })} />
          {gift.own?.payUntil ? (
            <p>{t("qrUntil", { time: shanghaiDateTime(gift.own.payUntil).slice(11, 16) })}</p>
          ) : null}
          {/^https?:/.test(payUrl) ? (
            <p className="acts">
              <ButtonLink href={payUrl} quiet>
                {t("qrOpen")}
              </ButtonLink>
            </p>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
