import { db } from "#app/lib/db.server.ts";
import type { BreakKind, BreakState } from "./breaks.ts";

/** Sums of one source on one day. matched + explained + open = Σ |amount| of its rows, in fen. */
export interface RunSums {
  rowCount: number;
  matchedCount: number;
  matchedFen: bigint;
  explainedCount: number;
  explainedFen: bigint;
  openCount: number;
  openFen: bigint;
}

export interface DaySums extends RunSums {
  day: string;
  /** Breaks of the day that are not over, also those that no row shows. */
  breakCount: number;
}

const SUMS = `
  sum(r.row_count)::int as "rowCount", sum(r.matched_count)::int as "matchedCount",
  sum(r.matched_fen)::int8 as "matchedFen", sum(r.explained_count)::int as "explainedCount",
  sum(r.explained_fen)::int8 as "explainedFen", sum(r.open_count)::int as "openCount",
  sum(r.open_fen)::int8 as "openFen"`;

/** Days that have been reconciled, newest first. */
export async function listDays(
  organizationId: string,
  page: { before: string | null; limit: number },
): Promise<DaySums[]> {
  return db.rows<DaySums>(
    `with day as (
       select r.day, ${SUMS} from reconciliation_run r
       where r.organization_id = $1 and ($2::date is null or r.day < $2::date)
       group by r.day order by r.day desc limit $3
     )
     select d.*, (select count(*)::int from reconciliation_break b
                  where b.organization_id = $1 and b.day = d.day and b.state = 'open') as "breakCount"
     from day d order by d.day desc`,
    [organizationId, page.before, page.limit],
  );
}

export interface RunView extends RunSums {
  id: string;
  source: string;
  /** Only the last four digits ever leave the server. */
  accountTail: string;
  finishedAt: Date;
}

/** The sources of one day. */
export async function runsOfDay(organizationId: string, day: string): Promise<RunView[]> {
  return db.rows<RunView>(
    `select r.id, r.source, right(r.account, 4) as "accountTail", r.finished_at as "finishedAt",
            r.row_count as "rowCount", r.matched_count as "matchedCount", r.matched_fen as "matchedFen",
            r.explained_count as "explainedCount", r.explained_fen as "explainedFen",
            r.open_count as "openCount", r.open_fen as "openFen"
     from reconciliation_run r where r.organization_id = $1 and r.day = $2::date
     order by r.source like 'bank-%', r.source = 'alipay-trade', r.source, r.account`,
    [organizationId, day],
  );
}

/** What the four books say of one day, where it can be told. Counts beside sums in fen. */
export interface FourBooks {
  orderCount: number;
  orderFen: bigint;
  providerCount: number;
  providerFen: bigint;
  bankCount: number;
  bankFen: bigint;
  ledgerCount: number;
  ledgerFen: bigint;
}

/**
 * Gifts of a day as each book has them: orders confirmed, the provider's money record, what reached the bank,
 * and gifts posted to the ledger.
 */
export async function fourBooks(organizationId: string, day: string): Promise<FourBooks | null> {
  const [books] = await db.rows<FourBooks>(
    `with span as (
       select $2::date::timestamp at time zone 'Asia/Shanghai' as starts,
              ($2::date + 1)::timestamp at time zone 'Asia/Shanghai' as ends
     ), ordered as (
       select count(*)::int as n, coalesce(sum(p.amount_fen), 0)::int8 as fen from payment p, span s
       where p.organization_id = $1 and p.counted_at is not null and p.paid_at >= s.starts and p.paid_at < s.ends
     ), provider as (
       select count(*)::int as n, coalesce(sum(amount_fen), 0)::int8 as fen from statement_row
       where organization_id = $1 and source in ('alipay-signcustomer', 'stripe') and day = $2::date
         and kind = 'payment'
     ), bank as (
       select count(*)::int as n, coalesce(sum(amount_fen), 0)::int8 as fen from statement_row
       where organization_id = $1 and source like 'bank-%' and day = $2::date and amount_fen > 0
     ), booked as (
       select count(*)::int as n, coalesce(sum(t.amount_fen), 0)::int8 as fen
       from fund f join transfer t on t.book_id = f.id, span s
       where f.organization_id = $1 and t.kind in ('gift-paid', 'consumption-paid') and t.reverses_id is null and t.currency = 'CNY'
         and t.recorded_at >= s.starts - interval '1 day' and t.accounting_day = $2::date
     )
     select o.n as "orderCount", o.fen as "orderFen", p.n as "providerCount", p.fen as "providerFen",
            b.n as "bankCount", b.fen as "bankFen", l.n as "ledgerCount", l.fen as "ledgerFen"
     from ordered o, provider p, bank b, booked l`,
    [organizationId, day],
  );
  return books ?? null;
}

export interface BreakView {
  id: string;
  kind: BreakKind;
  source: string;
  subjectKey: string;
  amountFen: bigint;
  currency: string;
  day: string;
  state: BreakState;
  explanation: string | null;
  openedAt: Date;
  resolvedAt: Date | null;
}

const BREAK_COLUMNS = `
  b.id, b.kind, b.source, b.subject_key as "subjectKey", b.amount_fen as "amountFen", b.currency, b.day, b.state,
  b.explanation, b.opened_at as "openedAt", b.resolved_at as "resolvedAt"`;

/** Breaks that are not over, the oldest first; of one day and before, or of all days. */
export async function listOpenBreaks(
  organizationId: string,
  until: string | null,
  limit: number,
): Promise<BreakView[]> {
  return db.rows<BreakView>(
    `select ${BREAK_COLUMNS} from reconciliation_break b
     where b.organization_id = $1 and b.state <> 'resolved' and ($2::date is null or b.day <= $2::date)
     order by b.day, b.opened_at, b.id limit $3`,
    [organizationId, until, limit],
  );
}

/** How many breaks are open in all, and their amounts. */
export async function openBreakTotal(organizationId: string): Promise<{ count: number; fen: bigint }> {
  const [total] = await db.rows<{ count: number; fen: bigint }>(
    `select count(*)::int as count, coalesce(sum(amount_fen), 0)::int8 as fen from reconciliation_break
     where organization_id = $1 and state = 'open'`,
    [organizationId],
  );
  return total ?? { count: 0, fen: 0n };
}

export interface RowView {
  rowKey: string;
  lineNo: number;
  kind: string;
  occurredAt: Date;
  amountFen: bigint;
  feeFen: bigint;
  providerObjectId: string | null;
  merchantReference: string | null;
  counterparty: string | null;
  summary: string | null;
  fileName: string;
  subjectKind: string | null;
  subjectId: string | null;
}

/** The rows of one source and day in the order of time; `after` is the last row's time and key. For members only. */
export async function listRows(
  organizationId: string,
  where: { source: string; day: string; onlyOpen: boolean },
  page: { after: { occurredAt: Date; rowKey: string } | null; limit: number },
): Promise<RowView[]> {
  return db.rows<RowView>(
    `select r.row_key as "rowKey", r.line_no as "lineNo", r.kind, r.occurred_at as "occurredAt",
            r.amount_fen as "amountFen", r.fee_fen as "feeFen", r.provider_object_id as "providerObjectId",
            r.merchant_reference as "merchantReference", r.counterparty, r.summary, s.file_name as "fileName",
            m.subject_kind as "subjectKind", m.subject_id as "subjectId"
     from statement_row r join statement s on s.id = r.statement_id
     left join reconciliation_match m
       on m.organization_id = r.organization_id and m.source = r.source and m.account = r.account
      and m.row_key = r.row_key
     where r.organization_id = $1 and r.source = $2 and r.day = $3::date and (not $4 or m.row_key is null)
       and ($5::timestamptz is null or (r.occurred_at, r.row_key) > ($5::timestamptz, $6::text))
     order by r.occurred_at, r.row_key limit $7`,
    [
      organizationId,
      where.source,
      where.day,
      where.onlyOpen,
      page.after?.occurredAt ?? null,
      page.after?.rowKey ?? null,
      page.limit,
    ],
  );
}

export interface StatementView {
  id: string;
  source: string;
  fileName: string;
  periodStart: string;
  periodEnd: string;
  rowCount: number;
  newRowCount: number;
  createdAt: Date;
}

/** The files that came last. */
export async function listStatements(organizationId: string, limit: number): Promise<StatementView[]> {
  return db.rows<StatementView>(
    `select id, source, file_name as "fileName", period_start as "periodStart", period_end as "periodEnd",
            row_count as "rowCount", new_row_count as "newRowCount", created_at as "createdAt"
     from statement where organization_id = $1 order by created_at desc, id limit $2`,
    [organizationId, limit],
  );
}
