import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { State } from "#app/ui/state.tsx";
import { statementHref } from "./hrefs.ts";
import type { PublicStatement } from "./load-merchant.server.ts";

/** An enterprise's settlements, the newest first: what was due by when, and what came. */
export function StatementTable(props: { statements: readonly PublicStatement[]; today: string }) {
  const { statements, today } = props;
  const t = useT("promises");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("statementsCaption")}
      variant="duo stated"
      className="statements"
      rows={statements}
      rowKey={(row) => row.id}
      empty={<EmptyState title={t("noStatements")}>{t("noStatementsText")}</EmptyState>}
      columns={[
        {
          key: "period",
          head: t("period"),
          cell: (row) => (
            <>
              <a href={statementHref(row.campaignSlug, row.id)}>
                {t("fromTo", { from: row.periodFrom, to: row.periodTo })}
              </a>
              <small>
                {t("statementNote", {
                  number: row.number,
                  campaign: inLang(lang, row.campaignTitle, row.campaignTitleEn),
                  orders: row.orderCount,
                })}
              </small>
            </>
          ),
        },
        {
          key: "state",
          head: t("state"),
          st: true,
          cell: (row) => <StatementState row={row} today={today} />,
        },
        {
          key: "amount",
          head: t("amountYuan"),
          right: true,
          cell: (row) => <Money fen={row.amountFen} symbol={false} />,
        },
        {
          key: "paid",
          head: t("paidYuan"),
          right: true,
          cell: (row) => <Money fen={row.paidFen} symbol={false} />,
        },
        { key: "by", head: t("payBy"), cell: (row) => <DateText value={row.payBy} /> },
        {
          key: "at",
          head: t("paidOn"),
          cell: (row) => (row.paidAt ? <DateText value={row.paidAt} /> : null),
        },
      ]}
    />
  );
}

function StatementState({ row, today }: { row: PublicStatement; today: string }) {
  const t = useT("promises");
  const isOpen = row.paidFen < row.amountFen;
  if (isOpen && row.payBy < today)
    return <State tone="bad">{t("overdueBy", { count: daysBetween(row.payBy, today) })}</State>;
  if (row.state === "disputed") return <State tone="warn">{t("statement_disputed")}</State>;
  const tone = row.state === "paid" || row.state === "reconciled" ? "done" : "wait";
  return (
    <>
      <State tone={tone}>{t(`statement_${row.state}`)}</State>
      {row.isCorrected ? <small>{t("corrected")}</small> : null}
    </>
  );
}
