import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import type { StatementFilter, StatementRow } from "./queries.server.ts";
import { StatementMark } from "./statement-facts.tsx";
import { dueFenOf } from "./statement-state.ts";

interface StatementListProps {
  rows: readonly StatementRow[];
  nextCursor: string | null;
  isFirst: boolean;
  counts: Record<StatementFilter, number>;
  which: StatementFilter;
  /** Of these, the reader's side has tabs for. */
  filters: readonly StatementFilter[];
  today: string;
  /** The list's own address; a statement's page is below it. */
  href: string;
  /** Whom each row names: the enterprise for its charity, the charity for its enterprise. */
  names: "merchant" | "charity";
}

/** Statements of one side with its filters, the newest first. */
export function StatementList(props: StatementListProps) {
  const { rows, counts, which, filters, today, href, names, nextCursor, isFirst } = props;
  const t = useT("consumptionStatements");
  const lang = useLang();
  const addressOf = (filter: StatementFilter) => (filter === "all" ? href : `${href}?which=${filter}`);
  return (
    <>
      <LinkTabs
        label={t("tabs")}
        items={filters.map((filter) => ({
          href: addressOf(filter),
          label: t(`tab_${filter}`),
          current: which === filter,
          count: counts[filter],
        }))}
      />
      <CardsTable
        caption={t("listCaption")}
        variant="duo stated"
        rows={rows}
        rowKey={(row) => row.id}
        empty={<EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
        columns={[
          {
            key: "statement",
            head: t("statement"),
            cell: (row) => (
              <>
                <a href={`${href}/${row.id}`}>
                  {names === "merchant" ? inLang(lang, row.merchantName, row.merchantNameEn) : null}
                  {names === "charity" ? inLang(lang, row.campaignTitle, row.campaignTitleEn) : null}{" "}
                  {t("numbered", { number: row.number })}
                </a>
                <small>
                  {t("fromTo", { from: row.fromDay, to: row.toDay })}
                  {names === "merchant" ? ` · ${inLang(lang, row.campaignTitle, row.campaignTitleEn)}` : null}
                </small>
              </>
            ),
          },
          {
            key: "state",
            head: t("state"),
            st: true,
            cell: (row) => <StatementMark statement={row} today={today} />,
          },
          {
            key: "amount",
            head: t("amountHead"),
            right: true,
            cell: (row) => <Money fen={row.amountFen} symbol={false} />,
          },
          {
            key: "due",
            head: t("dueHead"),
            right: true,
            cell: (row) => <Money fen={dueFenOf(row)} symbol={false} />,
          },
          { key: "by", head: t("payBy"), cell: (row) => <DateText value={row.payBy} /> },
        ]}
      />
      <Pagination
        first={isFirst ? null : addressOf(which)}
        next={nextCursor ? `${href}?which=${which}&cursor=${nextCursor}` : null}
      />
    </>
  );
}
