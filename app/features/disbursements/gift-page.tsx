import type { ReactNode } from "react";
import { TransferSheet } from "#app/features/donations/transfer-sheet.tsx";
import { WaitingAnswer } from "#app/features/donations/waiting-answer.tsx";
import { fundHref } from "#app/features/funds/kinds.ts";
import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Rod } from "#app/ui/rod.tsx";
import { Section } from "#app/ui/section.tsx";
import { Steps } from "#app/ui/steps.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import type { loadGiftPage } from "./gift-page.server.ts";
import { GiftWay } from "./gift-way.tsx";

export type GiftPageData = Awaited<ReturnType<typeof loadGiftPage>>["data"];

/** One gift from payment to use: the answer first, then its four steps, then every fen of it. */
export function GiftPage({ gift, trace, refunds, transfer, ownQuery }: GiftPageData) {
  const t = useT("gift");
  const te = useT("enquiries");
  const tCoolingOff = useT("coolingOff");
  const lang = useLang();
  const fundTitle = lang === "en" ? gift.fund.titleEn : gift.fund.title;
  const isWay = ["paid", "settled", "partially-refunded"].includes(gift.status);
  return (
    <div className="wrap">
      <Crumbs items={[{ href: fundHref(gift.fund), label: fundTitle }, { label: t("crumb") }]} />
      {isWay ? <WayAnswer gift={gift} trace={trace} /> : <StateAnswer gift={gift} />}
      {transfer && gift.status !== "closed" ? <TransferSheet transfer={transfer} /> : null}
      {isWay || gift.status === "pending" ? <FourSteps gift={gift} trace={trace} /> : null}
      {isWay ? <GiftWay trace={trace} /> : null}
      {refunds.length > 0 ? <GiftRefunds refunds={refunds} /> : null}
      <Section title={t("factsTitle")}>
        <Facts
          plain
          items={[
            { term: t("donor"), value: donorWords(gift, t) },
            {
              term: t("to"),
              value: (
                <>
                  <a href={fundHref(gift.fund)}>{fundTitle}</a>
                  {lang === "en" ? ", " : "，"}
                  <a href={`/organizations/${gift.organization.slug}`}>
                    {lang === "en" ? gift.organization.nameEn : gift.organization.name}
                  </a>
                </>
              ),
            },
            { term: t("number"), value: gift.id, code: true },
            { term: t("provider"), value: t(`provider_${gift.provider}` as "provider_alipay") },
            ...(gift.paidAt
              ? [{ term: t("time"), value: <DateText value={gift.paidAt} precision="second" /> }]
              : []),
            ...(gift.paidAt
              ? [
                  {
                    term: t("certificate"),
                    value: (
                      <>
                        <a href={`/donations/${gift.id}/certificate${ownQuery}`}>{t("certificateLink")}</a>
                        {lang === "en" ? ", " : "，"}
                        <a href={`/donations/${gift.id}/receipt${ownQuery}`}>{t("receiptLink")}</a>
                      </>
                    ),
                  },
                ]
              : []),
            ...(gift.own?.message ? [{ term: t("yourMessage"), value: gift.own.message }] : []),
          ]}
        />
        <p className="acts">
          <a href={`/api/v1/donations/${gift.id}/trace`}>{t("data")}</a>
          {gift.own ? <a href={`/donations/${gift.id}/agreement${ownQuery}`}>{t("agreementLink")}</a> : null}
          <a href={`/enquiries/new?gift=${gift.id}`}>{te("ask")}</a>
          {gift.own && gift.paidAt ? (
            <a href={`/donations/${gift.id}/take-back${ownQuery}`}>{tCoolingOff("link")}</a>
          ) : null}
        </p>
        {gift.own ? <p className="note">{t("keepLink")}</p> : null}
      </Section>
    </div>
  );
}

/** What goes back of it, and whether it is there yet. */
function GiftRefunds({ refunds }: Pick<GiftPageData, "refunds">) {
  const t = useT("gift");
  const tones = { "under-way": "next", paid: "done", failed: "warn" } as const;
  return (
    <Section title={t("refundsTitle")}>
      <Rod
        items={refunds.map(({ amountFen, state, at }, index) => ({
          key: String(index),
          when: <DateText value={at} precision="minute" />,
          tone: tones[state],
          body: t(`refund_${state}`, { amount: formatYuan(amountFen) }),
        }))}
      />
    </Section>
  );
}

type Gift = GiftPageData["gift"];
type Words = ReturnType<typeof useT<"gift">>;

function donorWords(gift: Gift, t: Words): string {
  if (!gift.shownName) return t("anonymous");
  return gift.isPseudonym ? t("pseudonym", { name: gift.shownName }) : gift.shownName;
}

/** What became of a gift that is not simply on its way. */
function StateAnswer({ gift }: { gift: Gift }) {
  const t = useT("gift");
  const isWaiting =
    gift.status === "pending" && (gift.provider === "offline" || gift.own?.presentation === "qr");
  if (isWaiting || (gift.provider === "offline" && !gift.paidAt)) return <WaitingAnswer gift={gift} />;
  const amount = formatYuan(gift.amountFen);
  const provider = t(`provider_${gift.provider}` as "provider_alipay");
  const again = <ButtonLink href={`${fundHref(gift.fund)}/donate`}>{t("again")}</ButtonLink>;
  const reason = gift.quarantineReason;
  const known = ["wrong-amount", "second-payment", "wrong-seller", "wrong-currency", "fund-closed"].includes(
    reason ?? "",
  );
  const said: Partial<Record<Gift["status"], { title: string; lead?: string; act?: ReactNode }>> = {
    pending: {
      title: t("pendingTitle", { provider }),
      lead: t("pendingLead", { since: shanghaiDateTime(gift.createdAt).slice(11) }),
      act: gift.own?.payUrl ? (
        <ButtonLink href={gift.own.payUrl} quiet>
          {t("pendingPay")}
        </ButtonLink>
      ) : null,
    },
    closed: { title: t("closedTitle"), lead: t("closedLead"), act: again },
    quarantined: {
      title: t("quarantinedTitle"),
      lead: t((known ? `quarantinedLead_${reason}` : "quarantinedLeadUnknown") as "quarantinedLeadUnknown"),
    },
    refunded: { title: t("refundedTitle", { amount }) },
    "charged-back": { title: t("chargedBackTitle", { amount }) },
    disputed: { title: t("disputedTitle", { amount }), lead: t("disputedLead") },
  };
  const words = said[gift.status] ?? { title: amount };
  return (
    <div className="answer" role="status">
      <h1>{words.title}</h1>
      {words.lead ? <p className="lead">{words.lead}</p> : null}
      {words.act ? <p className="acts">{words.act}</p> : null}
    </div>
  );
}

function WayAnswer({ gift, trace }: GiftAndTrace) {
  const t = useT("gift");
  const usedFen = trace.uses.reduce((sum, use) => sum + use.amountFen, 0n);
  const deliveredFen = trace.uses.reduce((sum, use) => sum + use.deliveredFen, 0n);
  const amount = formatYuan(gift.amountFen);
  const provider = t(`provider_${gift.provider}` as "provider_alipay");
  const ahead = formatYuan(trace.aheadFen);
  const parts: string[] = [];
  if (deliveredFen > 0n) parts.push(t("leadDelivered", { amount: formatYuan(deliveredFen) }));
  if (usedFen > deliveredFen) parts.push(t("leadWaiting", { amount: formatYuan(usedFen - deliveredFen) }));
  if (trace.unusedFen > 0n && !gift.settledAt) parts.push(t("leadUnsettled", { provider, ahead }));
  else if (trace.unusedFen > 0n)
    parts.push(
      trace.aheadFen > 0n
        ? t("leadUnusedBehind", { amount: formatYuan(trace.unusedFen), ahead })
        : t("leadUnusedFirst", { amount: formatYuan(trace.unusedFen) }),
    );
  return (
    <div className="answer">
      <h1>
        {usedFen === 0n ? (
          t("unusedTitle", { amount })
        ) : trace.unusedFen === 0n ? (
          <Phrase ns="gift" k="allUsedTitle" values={{ amount }} parts={{ span: <span /> }} />
        ) : (
          <Phrase
            ns="gift"
            k="usedTitle"
            values={{ amount, used: formatYuan(usedFen) }}
            parts={{ span: <span /> }}
          />
        )}
      </h1>
      {parts.length > 0 ? <p className="lead">{parts.join(t("leadJoin")) + t("leadEnd")}</p> : null}
    </div>
  );
}

type GiftAndTrace = Pick<GiftPageData, "gift" | "trace">;

function FourSteps({ gift, trace }: GiftAndTrace) {
  const t = useT("gift");
  const usedFen = trace.uses.reduce((sum, use) => sum + use.amountFen, 0n);
  const deliveredFen = trace.uses.reduce((sum, use) => sum + use.deliveredFen, 0n);
  const lastUse = trace.uses.at(-1);
  const provider = t(`provider_${gift.provider}` as "provider_alipay");
  const isAllDelivered = usedFen > 0n && trace.unusedFen === 0n && deliveredFen === usedFen;
  return (
    <Steps
      label={t("steps")}
      items={[
        gift.paidAt
          ? {
              title: t("stepPaid"),
              at: <DateText value={gift.paidAt} precision="short-minute" />,
              note: provider,
            }
          : { title: t("stepPaidWait"), note: provider, mark: "next" },
        gift.settledAt
          ? {
              title: t("stepSettled"),
              at: <DateText value={gift.settledAt} precision="short-minute" />,
              note: t("stepSettledNote"),
            }
          : { title: t("stepSettledWait"), note: t("stepSettledWaitNote"), mark: "next" },
        usedFen > 0n
          ? {
              title: t("stepUsed", { count: trace.uses.length }),
              at: lastUse ? <DateText value={lastUse.at} precision="short-day" /> : undefined,
              note: t("stepUsedNote"),
              mark: trace.unusedFen > 0n ? "part" : "done",
            }
          : { title: t("stepUsedWait"), mark: "next" },
        deliveredFen > 0n
          ? {
              title: isAllDelivered
                ? t("stepDelivered")
                : t("stepDeliveredPart", { amount: formatYuan(deliveredFen) }),
              mark: isAllDelivered ? "done" : "part",
            }
          : { title: t("stepDeliveredWait"), mark: "next" },
      ]}
    />
  );
}
