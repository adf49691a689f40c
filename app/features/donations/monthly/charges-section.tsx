import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import type { PlanCharge } from "./plan-state.ts";

/** What was taken month by month; each that came in is a gift with a page of its own. */
export function ChargesSection({ charges }: { charges: readonly PlanCharge[] }) {
  const t = useT("monthly");
  return (
    <Section title={t("chargesTitle")}>
      {charges.length === 0 ? (
        <p className="note">{t("chargesEmptyText")}</p>
      ) : (
        <CardsTable
          caption={t("chargesTitle")}
          variant="headed"
          rows={charges}
          rowKey={(charge) => charge.period}
          columns={[
            {
              key: "period",
              head: t("colPeriod"),
              cell: (charge) =>
                charge.paidAt ? (
                  <a href={`/donations/${charge.donationId}`}>{charge.period}</a>
                ) : (
                  charge.period
                ),
            },
            {
              key: "due",
              head: t("colDue"),
              cell: (charge) => <DateText value={charge.paidAt ?? charge.dueOn} />,
            },
            { key: "state", head: t("colState"), cell: (charge) => <ChargeState charge={charge} /> },
            {
              key: "amount",
              head: t("colAmount"),
              right: true,
              st: true,
              cell: (charge) => <Money fen={charge.amountFen} />,
            },
          ]}
        />
      )}
    </Section>
  );
}

function ChargeState({ charge }: { charge: PlanCharge }) {
  const t = useT("monthly");
  if (charge.paidAt) return <State tone="done">{t("charge_paid")}</State>;
  if (charge.isOpen) return <State tone="wait">{t("charge_open")}</State>;
  const reason = charge.giveUpReason;
  if (charge.givenUpAt) {
    if (reason === "skipped" || reason === "paused" || reason === "cancelled")
      return <State tone="wait">{t(`charge_${reason}`)}</State>;
    return <State tone="bad">{t("charge_failed")}</State>;
  }
  if (charge.failedCount > 0 && charge.nextTryOn)
    return <State tone="warn">{t("charge_retry", { day: charge.nextTryOn })}</State>;
  return <State tone="wait">{t(charge.nextTryOn ? "charge_due" : "charge_waiting")}</State>;
}
