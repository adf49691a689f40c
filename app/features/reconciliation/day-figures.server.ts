import type { Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { BreakKind, BreakState } from "./breaks.ts";
import { bridgeItems } from "./bridge-items.server.ts";
import type {
  AccountFigures,
  BreakFigures,
  BridgeFigures,
  BridgeItem,
  DayFigures,
  StatementFigures,
} from "./day-figures.ts";
import { isUnmatched } from "./day-figures.ts";
import { readFigures } from "./figures-record.server.ts";
import { bookOfAccountSql, STATEMENT_ROWS } from "./statement-days.server.ts";

/** The closed day that figures go on from: its own figures and items are added to, never summed again. */
export interface ClosedDay {
  id: string;
  day: string;
  figures: DayFigures;
}

/** The last closed day before a day; null where none is. */
export async function closedDayBefore(
  sql: Sql,
  organizationId: string,
  day: string,
): Promise<ClosedDay | null> {
  const [row] = await sql.rows<{ id: string; day: string; figures: string }>(
    `select id, day, figures from day_closing
     where organization_id = $1 and day < $2::date and closed_at is not null and reopened_at is null
     order by day desc limit 1`,
    [organizationId, day],
  );
  return row ? { ...row, figures: readFigures(row.figures) } : null;
}

/**
 * The figures of a day that is not closed: what the statements and the books say from the day after the last
 * closed one up to this day, on top of what that closing recorded. Days are those of the books: a row or an
 * entry that came after a close counts on the next open day.
 */
export async function dayFigures(
  sql: Sql,
  organizationId: string,
  day: string,
): Promise<{ figures: DayFigures; items: BridgeItem[] }> {
  const base = await closedDayBefore(sql, organizationId, day);
  const span = { organizationId, day, base };
  const accounts = await accountFigures(sql, span);
  const statements = await statementFigures(sql, span);
  const items = await bridgeItems(sql, { organizationId, day, base });
  const ledgerFen = await bookBalances(sql, organizationId, accounts);
  return {
    items,
    figures: {
      organizationId,
      day,
      fromDay: base ? nextDay(base.day) : null,
      accounts,
      statements,
      bridges: bridgesOf(statements, items, ledgerFen),
      breaks: await breaksOf(sql, organizationId, day),
    },
  };
}

const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

interface Span {
  organizationId: string;
  day: string;
  base: ClosedDay | null;
}

/** Sums of the accounts, those of the funds together: two terms of a thousand funds say what they say. */
async function accountFigures(sql: Sql, { organizationId, day, base }: Span): Promise<AccountFigures[]> {
  const moved = await sql.rows<{ account: string; kind: string; debitFen: bigint; creditFen: bigint }>(
    `with own as (
       select id, kind, case when fund_id is null then id else kind end as account
       from account where organization_id = $1 and currency = 'CNY'
     ), leg as (
       select debit_account_id as id, amount_fen as debit, 0 as credit from transfer
       where accounting_day <= $2::date and ($3::date is null or accounting_day > $3::date)
       union all
       select credit_account_id, 0, amount_fen from transfer
       where accounting_day <= $2::date and ($3::date is null or accounting_day > $3::date)
     )
     select o.account, o.kind, sum(l.debit)::int8 as "debitFen", sum(l.credit)::int8 as "creditFen"
     from leg l join own o on o.id = l.id group by o.account, o.kind`,
    [organizationId, day, base?.day ?? null],
  );
  const known = new Map(base?.figures.accounts.map((figure) => [figure.account, figure]) ?? []);
  for (const { account, kind, debitFen, creditFen } of moved) {
    const before = known.get(account)?.balanceFen ?? 0n;
    known.set(account, { account, kind, debitFen, creditFen, balanceFen: before + debitFen - creditFen });
  }
  const isMoved = new Set(moved.map(({ account }) => account));
  return [...known.values()]
    .map((figure) => (isMoved.has(figure.account) ? figure : { ...figure, debitFen: 0n, creditFen: 0n }))
    .sort((a, b) => (a.account < b.account ? -1 : 1));
}

async function statementFigures(sql: Sql, { organizationId, day, base }: Span): Promise<StatementFigures[]> {
  const rows = await sql.rows<{ source: string; account: string; book: string; n: number; fen: bigint }>(
    `with ${STATEMENT_ROWS}
     select source, account, book, count(*)::int as n, sum(fen)::int8 as fen from row group by 1, 2, 3`,
    [organizationId, day, base?.day ?? null],
  );
  const balances = await ownBalances(sql, organizationId, day);
  const key = (figure: { source: string; account: string }) => `${figure.source} ${figure.account}`;
  const moved = new Map(rows.map((row) => [key(row), row]));
  const before = new Map(base?.figures.statements.map((figure) => [key(figure), figure]) ?? []);
  return [...new Set([...moved.keys(), ...before.keys()])].sort().flatMap((name): StatementFigures[] => {
    const row = moved.get(name);
    const earlier = before.get(name);
    const { source, account, book } = row ?? earlier ?? {};
    if (source === undefined || account === undefined || book === undefined) return [];
    const totalFen = (earlier?.totalFen ?? 0n) + (row?.fen ?? 0n);
    const balanceFen = balances.get(name) ?? null;
    const openingFen = balanceFen === null ? null : balanceFen - totalFen;
    const movedFen = row?.fen ?? 0n;
    return [{ source, account, book, rowCount: row?.n ?? 0, movedFen, totalFen, balanceFen, openingFen }];
  });
}

/**
 * The balance that each statement prints at the end of the day. Of several rows of the last moment it is the
 * one that no other row goes on from, whichever way round the file is sorted.
 */
async function ownBalances(sql: Sql, organizationId: string, day: string): Promise<Map<string, bigint>> {
  const rows = await sql.rows<{ source: string; account: string; fen: bigint }>(
    `select a.source, a.account, l.balance_after_fen as fen
     from (select distinct source, account from statement where organization_id = $1 and source <> 'alipay-trade') a
     cross join lateral (
       select r.day, r.occurred_at from statement_row r join statement s on s.id = r.statement_id
       where r.organization_id = $1 and r.source = a.source and r.account = a.account and r.day <= $2::date
         and coalesce(s.open_day, r.day) <= $2::date
       order by r.day desc, r.occurred_at desc limit 1
     ) last
     cross join lateral (
       select r.balance_after_fen from statement_row r
       where r.organization_id = $1 and r.source = a.source and r.account = a.account and r.day = last.day
         and r.occurred_at = last.occurred_at and r.balance_after_fen is not null
       order by exists (
           select from statement_row n where n.organization_id = $1 and n.source = a.source
             and n.account = a.account and n.day = last.day and n.occurred_at = last.occurred_at
             and n.row_key <> r.row_key and n.balance_after_fen - n.amount_fen = r.balance_after_fen),
         r.line_no desc
       limit 1
     ) l`,
    [organizationId, day],
  );
  return new Map(rows.map(({ source, account, fen }) => [`${source} ${account}`, fen]));
}

/** What the ledger holds in the accounts of each book. */
async function bookBalances(
  sql: Sql,
  organizationId: string,
  accounts: readonly AccountFigures[],
): Promise<Map<string, bigint>> {
  const books = await sql.rows<{ id: string; book: string }>(
    `select a.id, ${bookOfAccountSql} as book from account a left join payment_credential c on c.id = a.credential_id
     where a.organization_id = $1 and a.kind in ('bank', 'clearing') and a.currency = 'CNY'`,
    [organizationId],
  );
  const balance = new Map(accounts.map(({ account, balanceFen }) => [account, balanceFen]));
  const sums = new Map<string, bigint>();
  for (const { id, book } of books) sums.set(book, (sums.get(book) ?? 0n) + (balance.get(id) ?? 0n));
  return sums;
}

function bridgesOf(
  statements: readonly StatementFigures[],
  items: readonly BridgeItem[],
  ledgerFen: ReadonlyMap<string, bigint>,
): BridgeFigures[] {
  const books = new Set([...ledgerFen.keys(), ...statements.map(({ book }) => book)]);
  return [...books].sort().flatMap((book): BridgeFigures[] => {
    const own = items.filter((item) => item.book === book);
    const open = own.filter(isUnmatched);
    const bridge = {
      book,
      statementFen: sum(statements.filter((figure) => figure.book === book).map((figure) => figure.totalFen)),
      unmatchedFen: sum(open.map((item) => item.statementFen - item.ledgerFen)),
      unmatchedCount: open.length,
      transitFen: sum(
        own.filter((item) => !isUnmatched(item)).map((item) => item.ledgerFen - item.statementFen),
      ),
      transitCount: own.length - open.length,
      ledgerFen: ledgerFen.get(book) ?? 0n,
    };
    invariant(
      bridge.statementFen - bridge.unmatchedFen + bridge.transitFen === bridge.ledgerFen,
      `the bridge of ${book === "bank" ? book : "a provider"} does not close`,
    );
    const isEmpty =
      bridge.statementFen === 0n && bridge.ledgerFen === 0n && own.length === 0 && book !== "bank";
    return isEmpty ? [] : [bridge];
  });
}

const sum = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);

/** Breaks of this day and before that are not over, the oldest first. */
async function breaksOf(sql: Sql, organizationId: string, day: string): Promise<BreakFigures[]> {
  return sql.rows<BreakFigures & { kind: BreakKind; state: BreakState }>(
    `select id, kind, day, amount_fen as "amountFen", state, reason, owner_id is not null as "hasOwner"
     from reconciliation_break where organization_id = $1 and state <> 'resolved' and day <= $2::date
     order by day, id`,
    [organizationId, day],
  );
}
