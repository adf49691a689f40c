import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import type { PlanState } from "./plan-state.ts";
import type { OwnPlan } from "./queries.server.ts";

const TONES: Record<PlanState, Tone> = {
  signing: "wait",
  active: "done",
  paused: "wait",
  "past-due": "warn",
  cancelled: "wait",
};

/** The monthly gifts of the person who is signed in; nothing where there are none. */
export function OwnPlansSection({ plans }: { plans: readonly OwnPlan[] }) {
  const t = useT("monthly");
  const isEnglish = useLang() === "en";
  if (plans.length === 0) return null;
  return (
    <Section title={t("ownTitle")}>
      <CardsTable
        caption={t("ownTitle")}
        variant="headed"
        rows={plans}
        rowKey={(plan) => plan.id}
        columns={[
          {
            key: "fund",
            head: t("colFund"),
            cell: (plan) => <a href={`/monthly/${plan.id}`}>{isEnglish ? plan.titleEn : plan.title}</a>,
          },
          {
            key: "next",
            head: t("colNext"),
            cell: (plan) => (plan.nextDueOn ? <DateText value={plan.nextDueOn} /> : null),
          },
          {
            key: "state",
            head: t("colState"),
            cell: (plan) => <State tone={TONES[plan.state]}>{t(`state_${plan.state}`)}</State>,
          },
          {
            key: "amount",
            head: t("colAmount"),
            right: true,
            st: true,
            cell: (plan) => <Money fen={plan.amountFen} />,
          },
        ]}
      />
    </Section>
  );
}
