import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { State } from "#app/ui/state.tsx";
import type { PublicDisbursement } from "./fund-books.server.ts";
import { inLang } from "./fund-text.ts";

export const disbursementHref = (disbursement: { id: string }): string => `/disbursements/${disbursement.id}`;

/** Payments out of a fund: what for, how much, and whether it arrived. */
export function SpendingTable({ disbursements }: { disbursements: readonly PublicDisbursement[] }) {
  const t = useT("funds");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("spendingCaption")}
      variant="headed"
      rows={disbursements}
      rowKey={(disbursement) => disbursement.id}
      empty={<EmptyState title={t("noSpending")}>{t("noSpendingText")}</EmptyState>}
      columns={[
        {
          key: "purpose",
          head: t("purpose"),
          cell: (disbursement) => (
            <>
              <a href={disbursementHref(disbursement)}>
                {inLang(lang, disbursement.purpose, disbursement.purposeEn)}
              </a>
              {disbursement.people > 0n ? (
                <small>{t("reachedPeople", { count: Number(disbursement.people) })}</small>
              ) : null}
            </>
          ),
        },
        {
          key: "amount",
          head: t("amountYuan"),
          right: true,
          st: true,
          cell: (disbursement) => <Money fen={disbursement.amountFen} symbol={false} />,
        },
        {
          key: "when",
          head: t("when"),
          className: "num",
          cell: (disbursement) => <DateText value={disbursement.paidAt ?? disbursement.approvedAt} />,
        },
        {
          key: "state",
          head: t("status"),
          cell: (disbursement) => <SpendingState disbursement={disbursement} />,
        },
      ]}
    />
  );
}

function SpendingState({ disbursement }: { disbursement: PublicDisbursement }) {
  const t = useT("funds");
  if (disbursement.paidAt === null) return <State tone="wait">{t("stateApproved")}</State>;
  if (disbursement.deliveredFen === 0n) return <State tone="wait">{t("statePaid")}</State>;
  if (disbursement.deliveredFen >= disbursement.amountFen) return <State>{t("stateDelivered")}</State>;
  return (
    <State tone="wait">{t("statePartDelivered", { amount: formatYuan(disbursement.deliveredFen) })}</State>
  );
}
