import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Money } from "#app/ui/money.tsx";
import { SourceName } from "./break-table.tsx";
import type { FourBooks, RunView } from "./queries.server.ts";

/** Gifts of the day in the four books, side by side. */
export function FourBooksTable({ books, day }: { books: FourBooks; day: string }) {
  const t = useT("reconciliation");
  const column = (key: string, head: string, count: number, fen: bigint) => ({
    key,
    head: (
      <>
        {head}
        <small>{t("countOf", { count })}</small>
      </>
    ),
    label: head,
    right: true,
    cell: () => <Money fen={fen} symbol={false} />,
  });
  return (
    <CardsTable
      caption={t("booksCaption", { day })}
      variant="duo stated"
      className="four"
      rows={[books]}
      rowKey={() => "books"}
      rowClass={() => "full"}
      columns={[
        { key: "row", head: "", cell: () => t("booksRow") },
        column("orders", t("booksOrders"), books.orderCount, books.orderFen),
        column("provider", t("booksProvider"), books.providerCount, books.providerFen),
        column("bank", t("booksBank"), books.bankCount, books.bankFen),
        column("ledger", t("booksLedger"), books.ledgerCount, books.ledgerFen),
      ]}
    />
  );
}

/** Matched, explained and open of each statement of a day; the three add up to its lines. */
export function SourceTable(props: {
  runs: readonly RunView[];
  day: string;
  path: string;
  /** Goes behind every link, "" or "?organization=…". */
  query: string;
}) {
  const { runs, day, path, query } = props;
  const t = useT("reconciliation");
  const sum = (pick: (run: RunView) => bigint) => runs.reduce((all, run) => all + pick(run), 0n);
  const money = (key: "matched" | "explained" | "open") => ({
    key,
    head: t(key),
    right: true,
    cell: (run: RunView) => <Money fen={run[`${key}Fen`]} symbol={false} />,
    foot: <Money fen={sum((run) => run[`${key}Fen`])} symbol={false} />,
  });
  return (
    <CardsTable
      caption={t("sourcesCaption", { day })}
      variant="trio"
      rows={runs}
      rowKey={(run) => run.id}
      columns={[
        {
          key: "source",
          head: t("source"),
          foot: t("sourcesTotal"),
          cell: (run) => (
            <>
              <SourceName source={run.source} />
              <small>
                {t("accountTail", { tail: run.accountTail })} · {t("rowCount", { count: run.rowCount })} ·{" "}
                <a href={`${path}/${day}/${run.source}${query}`}>{t("seeRows")}</a>
              </small>
            </>
          ),
        },
        money("matched"),
        money("explained"),
        money("open"),
      ]}
    />
  );
}
