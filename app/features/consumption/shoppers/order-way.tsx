import type { ReactNode } from "react";
import { Phrase, useT } from "#app/lib/i18n-react.tsx";
import { addDays } from "#app/lib/time.ts";
import { DateText } from "#app/ui/date-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { type StepItem, Steps } from "#app/ui/steps.tsx";
import { statementHref } from "../pages/hrefs.ts";
import { postingHref } from "../postings/posting-href.ts";
import { exactYuan } from "../rules/exact-yuan.ts";
import type { ShopperOrder } from "./shopper-order.server.ts";

/** From the counter to the use: what has happened to a merchant-funded order's gift, and what is waited for. */
export function OrderWay({ order }: { order: ShopperOrder }) {
  const t = useT("shoppers");
  const { posted, statement } = order;
  const gift = statement?.donationId ? `/donations/${statement.donationId}` : null;
  const paidAt = gift === null ? null : (statement?.paidAt ?? null);
  const settledAt = statement?.reconciledAt ?? null;
  const moments = [
    { title: t("stepBooked"), at: order.occurredAt, note: t("stepBookedNote") },
    { title: t("stepPosted"), at: posted?.at ?? null, note: <PostedNote order={order} /> },
    { title: t("stepStated"), at: statement?.drawnAt ?? null, note: <StatedNote order={order} /> },
    {
      title: t("stepPaid"),
      at: paidAt,
      note: paidAt && gift ? <Linked k="stepPaidNote" href={gift} /> : t("stepPaidWait"),
    },
    { title: t("stepSettled"), at: settledAt, note: t(settledAt ? "stepSettledNote" : "stepSettledWait") },
    {
      title: t("stepUsed"),
      at: null,
      note: settledAt && gift ? <Linked k="stepUsedNote" href={gift} /> : t("stepUsedWait"),
    },
  ];
  return (
    <Section title={t("wayTitle")}>
      <Steps label={t("wayTitle")} items={stepsOf(moments)} />
    </Section>
  );
}

/** Done up to the last moment known; the one after it is what is waited for. */
function stepsOf(moments: readonly { title: string; at: Date | null; note: ReactNode }[]): StepItem[] {
  const current = moments.findIndex(({ at }) => at === null);
  return moments.map(({ title, at, note }, index) => ({
    title,
    at: at ? <DateText value={at} precision="day" /> : undefined,
    note,
    mark: at ? "done" : index === current ? "part" : "next",
  }));
}

function PostedNote({ order: { posted, terms, day, campaignSlug, agreementId } }: { order: ShopperOrder }) {
  const t = useT("shoppers");
  if (!posted) return t("stepPostedWait", { day: addDays(day, terms.returnDays) });
  const href = postingHref(campaignSlug, agreementId, posted.day);
  const isCut = posted.countedE4 < posted.netE4;
  return (
    <Linked k={isCut ? "stepPostedCut" : "stepPostedNote"} href={href} gift={exactYuan(posted.countedE4)} />
  );
}

function StatedNote({ order: { statement, campaignSlug } }: { order: ShopperOrder }) {
  const t = useT("shoppers");
  if (!statement) return t("stepStatedWait");
  return (
    <Phrase
      ns="shoppers"
      k="stepStatedNote"
      values={{ number: statement.number, day: statement.payBy }}
      parts={{ a: <a href={statementHref(campaignSlug, statement.id)} /> }}
    />
  );
}

type LinkedKey = "stepPostedNote" | "stepPostedCut" | "stepPaidNote" | "stepUsedNote";

function Linked({ k, href, gift = "" }: { k: LinkedKey; href: string; gift?: string }) {
  return <Phrase ns="shoppers" k={k} values={{ gift }} parts={{ a: <a href={href} /> }} />;
}
