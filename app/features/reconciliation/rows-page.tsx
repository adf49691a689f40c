import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { State } from "#app/ui/state.tsx";
import { SourceName } from "./break-table.tsx";
import type { RowView } from "./queries.server.ts";
import { isRowKind, isSubjectKind } from "./row-words.ts";
import { type BarReader, WorkspaceBar } from "./workspace-bar.tsx";

export interface RowsPageData {
  reader: BarReader & { query: string };
  day: string;
  source: string;
  onlyOpen: boolean;
  rows: RowView[];
  hrefs: { all: string; open: string; day: string; days: string; next: string | null };
}

/** Every line of one statement on one day, and what it was matched to. For members only. */
export function RowsPage({ data }: { data: RowsPageData }) {
  const t = useT("reconciliation");
  const { reader, day, source, onlyOpen, rows, hrefs } = data;
  return (
    <>
      <WorkspaceBar reader={reader} tab="days" />
      <div className="wrap">
        <Crumbs
          items={[
            { href: hrefs.days, label: t("title") },
            { href: hrefs.day, label: day },
          ]}
        />
        <h1>
          <SourceName source={source} /> <DateText value={day} />
        </h1>
        <LinkTabs
          label={t("rows")}
          items={[
            { href: hrefs.all, label: t("rowsAll"), current: !onlyOpen },
            { href: hrefs.open, label: t("rowsOnlyOpen"), current: onlyOpen },
          ]}
        />
        <RowTable rows={rows} />
        <Pagination next={hrefs.next} />
      </div>
    </>
  );
}

function RowTable({ rows }: { rows: readonly RowView[] }) {
  const t = useT("reconciliation");
  return (
    <CardsTable
      caption={t("rowsCaption")}
      variant="duo"
      className="ops"
      rows={rows}
      rowKey={(row) => row.rowKey}
      empty={<EmptyState title={t("rowsEmptyTitle")}>{t("rowsEmpty")}</EmptyState>}
      columns={[
        {
          key: "time",
          head: t("rowTime"),
          cell: (row) => (
            <>
              {t(`rowKind_${isRowKind(row.kind) ? row.kind : "misc"}`)}{" "}
              <DateText value={row.occurredAt} precision="second" />
              <small>{t("rowLine", { file: row.fileName, line: row.lineNo })}</small>
            </>
          ),
        },
        {
          key: "amount",
          head: t("rowAmount"),
          right: true,
          cell: (row) => <Money fen={row.amountFen} symbol={false} />,
        },
        {
          key: "fee",
          head: t("rowFee"),
          right: true,
          cell: (row) => (row.feeFen === 0n ? null : <Money fen={row.feeFen} symbol={false} />),
        },
        {
          key: "reference",
          head: t("rowReference"),
          cell: (row) => (
            <span className="code">{row.merchantReference ?? row.providerObjectId ?? row.rowKey}</span>
          ),
        },
        { key: "who", head: t("rowWho"), cell: (row) => row.counterparty },
        {
          key: "match",
          head: t("rowMatch"),
          cell: (row) => (
            <State tone={row.subjectKind === null ? "warn" : row.subjectKind === "transit" ? "wait" : "done"}>
              {t(`subject_${isSubjectKind(row.subjectKind) ? row.subjectKind : "none"}`)}
            </State>
          ),
        },
      ]}
    />
  );
}
