import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { State } from "#app/ui/state.tsx";
import { type BridgeFigures, type BridgeItem, type DayFigures, isUnmatched } from "./day-figures.ts";

/** A book in words: the bank, or an account at a provider by its last digits. */
export function BookName({ book }: { book: string }) {
  const t = useT("close");
  return <>{book === "bank" ? t("book_bank") : t("bookProvider", { tail: book.slice(-4) })}</>;
}

/** The bridge of every book: statements − unmatched + in transit = books. Every figure leads to its rows. */
export function BridgeTable({ figures }: { figures: DayFigures }) {
  const t = useT("close");
  const money = (key: string, head: string, href: string, pick: (row: BridgeFigures) => bigint) => ({
    key,
    head,
    right: true,
    cell: (row: BridgeFigures) => (
      <a href={href}>
        <Money fen={pick(row)} symbol={false} />
      </a>
    ),
    foot: <Money fen={figures.bridges.reduce((sum, row) => sum + pick(row), 0n)} symbol={false} />,
  });
  return (
    <CardsTable
      caption={t("bridgeCaption", { day: figures.day })}
      variant="duo"
      rows={figures.bridges}
      rowKey={(row) => row.book}
      columns={[
        { key: "book", head: t("book"), cell: (row) => <BookName book={row.book} />, foot: t("total") },
        money("statement", t("statementSum"), "#statements", (row) => row.statementFen),
        money("unmatched", t("unmatched"), "#items", (row) => row.unmatchedFen),
        money("transit", t("transit"), "#items", (row) => row.transitFen),
        money("ledger", t("ledger"), "#accounts", (row) => row.ledgerFen),
      ]}
    />
  );
}

/** What stands on one side only, one line each. */
export function ItemTable({ items, count }: { items: readonly BridgeItem[]; count: number }) {
  const t = useT("close");
  if (items.length === 0) return <p>{t("itemsNone")}</p>;
  return (
    <>
      {items.length < count ? <p className="note">{t("itemsMore", { count, shown: items.length })}</p> : null}
      <CardsTable
        caption={t("itemsCaption")}
        variant="headed"
        rows={items}
        rowKey={(row) => `${row.book} ${row.key}`}
        columns={[
          {
            key: "key",
            head: t("itemKey"),
            cell: (row) => (
              <>
                <span className="code">{row.key}</span>
                <small>
                  <BookName book={row.book} /> <DateText value={row.day} precision="short-day" />
                </small>
              </>
            ),
          },
          {
            key: "what",
            head: t("itemWhat"),
            st: true,
            cell: (row) => (
              <State tone={isUnmatched(row) ? "warn" : "wait"}>
                {isUnmatched(row) ? t("itemUnmatched") : t("itemTransit")}
              </State>
            ),
          },
          {
            key: "statement",
            head: t("itemStatement"),
            right: true,
            cell: (row) => <Money fen={row.statementFen} symbol={false} />,
          },
          {
            key: "ledger",
            head: t("itemLedger"),
            right: true,
            cell: (row) => <Money fen={row.ledgerFen} symbol={false} />,
          },
        ]}
      />
    </>
  );
}
