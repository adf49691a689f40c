import type { ReactNode } from "react";
import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Rod, type RodItem } from "#app/ui/rod.tsx";
import { disclosureHref } from "./fund-duties.tsx";
import { inLang } from "./fund-text.ts";
import type { PublicFund } from "./queries.server.ts";
import { disbursementHref } from "./spending-table.tsx";
import type { TimelineEvent } from "./timeline.ts";

/** What happened to a fund and what comes next, newest first. */
export function FundTimeline(props: {
  fund: PublicFund;
  timeline: { next: TimelineEvent[]; past: TimelineEvent[] };
}) {
  const { fund, timeline } = props;
  const t = useT("funds");
  const items: RodItem[] = [
    ...timeline.next.map((event): RodItem => {
      const isLate = event.kind === "due" && event.isLate;
      return {
        key: event.key,
        tone: isLate ? "warn" : "next",
        when: isLate ? <DateText value={event.day} /> : t("next", { day: event.day }),
        body: <EventText event={event} fund={fund} />,
      };
    }),
    ...timeline.past.map(
      (event): RodItem => ({
        key: event.key,
        tone: event.kind === "published" && event.lateDays > 0 ? "warn" : "done",
        when: <DateText value={event.day} />,
        body: <EventText event={event} fund={fund} />,
      }),
    ),
  ];
  return <Rod items={items} />;
}

function EventText({ event, fund }: { event: TimelineEvent; fund: PublicFund }): ReactNode {
  const t = useT("funds");
  const lang = useLang();
  switch (event.kind) {
    case "starts":
      return t("evStarts");
    case "started":
      if (fund.kind === "trust") return t("evTrustStarted");
      return fund.endsOn ? t("evStartedUntil", { day: fund.endsOn }) : t("evStarted");
    case "ends":
      return t(fund.kind === "trust" ? "evTrustEnds" : "evEnds");
    case "ended":
      return t(fund.kind === "trust" ? "evTrustEnds" : "evEnded");
    case "filed":
      return t(fund.kind === "trust" ? "evFiledTrust" : "evFiled");
    case "first-gift":
      return t("evFirstGift");
    case "gift":
      return (
        <Phrase
          ns="funds"
          k="evGift"
          values={{ amount: formatYuan(event.gift.amountFen) }}
          parts={{ a: <a href={`/donations/${event.gift.id}`} /> }}
        />
      );
    case "due": {
      const title = inLang(lang, event.duty.title, event.duty.titleEn);
      return event.isLate ? t("evOverdue", { title }) : t("evDue", { title });
    }
    case "published":
      return <PublishedText event={event} />;
    default:
      return <MoneyText event={event} />;
  }
}

function PublishedText({ event }: { event: Extract<TimelineEvent, { kind: "published" }> }) {
  const lang = useLang();
  const title = inLang(lang, event.duty.title, event.duty.titleEn);
  return (
    <Phrase
      ns="funds"
      k={event.lateDays > 0 ? "evPublishedLate" : "evPublished"}
      values={{ title, count: event.lateDays }}
      parts={{ a: <a href={disclosureHref(event.duty)} /> }}
    />
  );
}

function MoneyText({ event }: { event: Extract<TimelineEvent, { kind: "paid" | "delivered" }> }) {
  const lang = useLang();
  const { disbursement } = event;
  const purpose = inLang(lang, disbursement.purpose, disbursement.purposeEn);
  const parts = { a: <a href={disbursementHref(disbursement)} /> };
  if (event.kind === "delivered") {
    const values = {
      purpose,
      count: Number(disbursement.people),
      amount: formatYuan(disbursement.deliveredFen),
    };
    const k = values.count > 0 ? "evDelivered" : "evDeliveredFew";
    return <Phrase ns="funds" k={k} values={values} parts={parts} />;
  }
  const reached = disbursement.deliveredFen >= disbursement.amountFen;
  return (
    <Phrase
      ns="funds"
      k={reached ? "evPaidReached" : "evPaid"}
      values={{ purpose, amount: formatYuan(disbursement.amountFen) }}
      parts={parts}
    />
  );
}
