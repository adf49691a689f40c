import { ACCOUNT_CODES, type AccountKind, isCreditSide } from "#app/features/ledger/accounts.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { State } from "#app/ui/state.tsx";
import { SourceName } from "./break-table.tsx";
import type { ClosingView } from "./close-queries.server.ts";
import type { AccountFigures, DayFigures } from "./day-figures.ts";

/** Each statement's own balance beside its rows. */
export function StatementTable({ figures, query }: { figures: DayFigures; query: string }) {
  const t = useT("close");
  const tr = useT("reconciliation");
  if (figures.statements.length === 0) return <p>{t("statementsNone")}</p>;
  return (
    <CardsTable
      caption={t("statementsCaption")}
      variant="duo"
      rows={figures.statements}
      rowKey={(row) => `${row.source} ${row.account}`}
      columns={[
        {
          key: "source",
          head: tr("source"),
          cell: (row) => (
            <>
              <SourceName source={row.source} />
              <small>
                {tr("accountTail", { tail: row.account.slice(-4) })} ·{" "}
                {tr("rowCount", { count: row.rowCount })} ·{" "}
                <a href={`/workspace/reconciliation/${figures.day}/${row.source}${query}`}>{tr("seeRows")}</a>
              </small>
            </>
          ),
        },
        {
          key: "opening",
          head: t("opening"),
          right: true,
          cell: (row) => (row.openingFen === null ? null : <Money fen={row.openingFen} symbol={false} />),
        },
        {
          key: "moved",
          head: t("moved"),
          right: true,
          cell: (row) => <Money fen={row.movedFen} symbol={false} />,
        },
        {
          key: "total",
          head: t("statementSum"),
          right: true,
          cell: (row) => <Money fen={row.totalFen} symbol={false} />,
        },
        {
          key: "balance",
          head: t("ownBalance"),
          right: true,
          cell: (row) =>
            row.balanceFen === null ? t("noBalance") : <Money fen={row.balanceFen} symbol={false} />,
        },
      ]}
    />
  );
}

const isKind = (kind: string): kind is AccountKind => kind in ACCOUNT_CODES;

/** The accounts of the books; balances on the side on which they grow. */
export function AccountTable({ figures }: { figures: DayFigures }) {
  const t = useT("close");
  const rows = figures.accounts.flatMap((row) => (isKind(row.kind) ? [{ ...row, kind: row.kind }] : []));
  const natural = (row: AccountFigures & { kind: AccountKind }): bigint =>
    isCreditSide(ACCOUNT_CODES[row.kind]) ? -row.balanceFen : row.balanceFen;
  return (
    <CardsTable
      caption={t("accountsCaption", { day: figures.day })}
      variant="duo"
      rows={rows}
      rowKey={(row) => row.account}
      columns={[
        {
          key: "account",
          head: t("account"),
          cell: (row) => (
            <>
              {row.account.includes(".") ? (
                <a href={`/ledger/accounts/${encodeURIComponent(row.account)}`}>{t(`kind_${row.kind}`)}</a>
              ) : (
                t(`kind_${row.kind}`)
              )}
              <small>{ACCOUNT_CODES[row.kind]}</small>
            </>
          ),
        },
        {
          key: "debit",
          head: t("debit"),
          right: true,
          cell: (row) => <Money fen={row.debitFen} symbol={false} />,
        },
        {
          key: "credit",
          head: t("credit"),
          right: true,
          cell: (row) => <Money fen={row.creditFen} symbol={false} />,
        },
        {
          key: "balance",
          head: t("balance"),
          right: true,
          cell: (row) => <Money fen={natural(row)} symbol={false} />,
        },
      ]}
    />
  );
}

/** Every signature under a day, also those that lapsed or were opened again. */
export function ClosingTable({ closings }: { closings: readonly ClosingView[] }) {
  const t = useT("close");
  return (
    <CardsTable
      caption={t("recordCaption")}
      variant="headed"
      rows={closings}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "version",
          head: t("what"),
          cell: (row) => (
            <>
              {t("version", { version: row.version })}
              <small className="code">{t("recordSha", { sha: row.sha256.slice(0, 16) })}</small>
            </>
          ),
        },
        {
          key: "signed",
          head: t("signedBy"),
          cell: (row) => (
            <>
              {row.signedByName} <DateText value={row.signedAt} precision="minute" />
            </>
          ),
        },
        {
          key: "closed",
          head: t("closedBy"),
          cell: (row) =>
            row.closedAt ? (
              <>
                {row.closedByName} <DateText value={row.closedAt} precision="minute" />
              </>
            ) : null,
        },
        { key: "state", head: t("publicState"), st: true, cell: (row) => <ClosingState closing={row} /> },
      ]}
    />
  );
}

function ClosingState({ closing }: { closing: ClosingView }) {
  const t = useT("close");
  if (closing.supersededAt) return <State tone="wait">{t("superseded")}</State>;
  if (closing.reopenedAt) {
    return (
      <State tone="warn">
        {t("reopened", { who: closing.reopenedByName ?? "", note: closing.reopenNote ?? "" })}
      </State>
    );
  }
  return closing.closedAt ? (
    <State tone="done">{t("publicClosed")}</State>
  ) : (
    <State tone="wait">{t("waiting")}</State>
  );
}
