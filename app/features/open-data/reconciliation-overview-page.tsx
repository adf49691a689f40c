import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { Answer } from "#app/ui/answer.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { AsOf, DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { State } from "#app/ui/state.tsx";
import type { OrganizationReconciliation, ReconciliationOverviewData } from "./load-reconciliation.server.ts";

/** What the statements and the books do not agree on yet, organization by organization. */
export function ReconciliationOverviewPage({ rows, today, asOf }: ReconciliationOverviewData) {
  const t = useT("ledger");
  const count = Number(rows.reduce((sum, row) => sum + row.openCount, 0n));
  const openFen = rows.reduce((sum, row) => sum + row.openFen, 0n);
  const never = rows.every((row) => row.throughDay === null);
  const clear = t(never ? "recNone" : "recSayClear");
  return (
    <div className="wrap">
      <Answer
        title={count > 0 ? t("recSay", { count, amount: formatYuan(openFen) }) : clear}
        lead={t("recLead")}
      >
        <AsOf at={asOf} />
      </Answer>
      <div className="section-body">
        <Organizations rows={rows} today={today} />
      </div>
    </div>
  );
}

function Organizations({ rows, today }: Pick<ReconciliationOverviewData, "rows" | "today">) {
  const t = useT("ledger");
  const lang = useLang();
  const ageOf = (row: OrganizationReconciliation) =>
    row.oldestDay === null ? null : t("recDays", { count: Math.max(0, daysBetween(row.oldestDay, today)) });
  return (
    <CardsTable
      caption={t("recCaption")}
      variant="duo stated"
      rows={rows}
      rowKey={(row) => row.slug}
      empty={<p className="note">{t("recNone")}</p>}
      columns={[
        {
          key: "organization",
          head: t("organization"),
          cell: (row) => (
            <a href={`/organizations/${row.slug}/reconciliation`}>{inLang(lang, row.name, row.nameEn)}</a>
          ),
        },
        {
          key: "through",
          head: t("recThrough"),
          className: "num",
          cell: (row) => (row.throughDay ? <DateText value={row.throughDay} /> : t("recNever")),
        },
        {
          key: "open",
          head: t("recOpen"),
          st: true,
          cell: (row) => <OpenState row={row} />,
        },
        {
          key: "amount",
          head: t("recOpenYuan"),
          right: true,
          cell: (row) => (row.openCount > 0n ? <Money fen={row.openFen} symbol={false} /> : null),
        },
        { key: "oldest", head: t("recOldest"), right: true, cell: ageOf },
      ]}
    />
  );
}

function OpenState({ row }: { row: OrganizationReconciliation }) {
  const t = useT("ledger");
  if (row.openCount > 0n) return <State tone="warn">{t("recItems", { count: Number(row.openCount) })}</State>;
  if (row.throughDay === null) return <State tone="wait">{t("recNever")}</State>;
  return <State>{t("recAllMatched")}</State>;
}
