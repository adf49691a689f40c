import { inLang } from "#app/features/funds/fund-text.ts";
import { fundHref } from "#app/features/funds/kinds.ts";
import { isCreditSide } from "#app/features/ledger/accounts.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { accountHref, accountTextOfId, transferText } from "./ledger-text.ts";
import type { BookName, NamedRow } from "./load-ledger.server.ts";

/** The page of a book's owner. */
export function bookHref(book: BookName): string {
  return book.kind ? fundHref({ kind: book.kind, slug: book.slug }) : `/organizations/${book.slug}`;
}

/** Rows of the ledger in plain words. On an account's own page, amounts that lower it carry a minus. */
export function LedgerRows(props: { rows: readonly NamedRow[]; ofAccount?: { id: string; code: string } }) {
  const { rows, ofAccount } = props;
  const t = useT("ledger");
  return (
    <CardsTable
      caption={t("rowsCaption")}
      variant="headed"
      className="ledger-rows"
      rows={rows}
      rowKey={(row) => row.id}
      empty={
        ofAccount ? (
          <EmptyState title={t("noRowsHere")} />
        ) : (
          <EmptyState title={t("noRows")}>{t("noRowsText")}</EmptyState>
        )
      }
      columns={[
        { key: "what", head: t("what"), cell: (row) => <RowHead row={row} /> },
        {
          key: "amount",
          head: t("amount"),
          right: true,
          st: true,
          cell: (row) => (
            <Money fen={lowers(row, ofAccount) ? -row.amountFen : row.amountFen} symbol={false} />
          ),
        },
        {
          key: "accounts",
          head: t("fromTo"),
          cell: (row) => (
            <>
              <a href={accountHref(row.debitAccountId)}>{accountTextOfId(row.debitAccountId, t)}</a>
              {" → "}
              <a href={accountHref(row.creditAccountId)}>{accountTextOfId(row.creditAccountId, t)}</a>
            </>
          ),
        },
        {
          key: "when",
          head: t("when"),
          className: "num",
          cell: (row) => <DateText value={row.occurredAt} precision="minute" />,
        },
        {
          key: "number",
          head: t("number"),
          right: true,
          cell: (row) => (row.publicIndex === null ? t("noNumber") : row.publicIndex.toLocaleString("en-US")),
        },
      ]}
    />
  );
}

function lowers(row: NamedRow, account: { id: string; code: string } | undefined): boolean {
  if (!account) return false;
  return isCreditSide(account.code) ? row.debitAccountId === account.id : row.creditAccountId === account.id;
}

function RowHead({ row }: { row: NamedRow }) {
  const t = useT("ledger");
  const lang = useLang();
  return (
    <>
      {transferText(row.kind, t)}
      {row.book ? (
        <small>
          <a href={bookHref(row.book)}>{inLang(lang, row.book.name, row.book.nameEn)}</a>
        </small>
      ) : null}
      {row.reversesId ? <small>{t("reversal")}</small> : null}
    </>
  );
}
