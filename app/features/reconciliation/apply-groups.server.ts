import { postSelected } from "#app/features/ledger/post.server.ts";
import { transferIdSql } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { takeOutOfSuspense } from "./suspense.server.ts";

/** A day of a statement whose sums changed. */
export interface TouchedDay {
  source: string;
  account: string;
  day: string;
}

/**
 * Writes the groups of `reconciliation_group_row` and `reconciliation_group_due`: in each, Σ rows = Σ subjects.
 * Rows and subjects are laid along one axis of fen in the order of their numbers; where they overlap is a
 * part. A row with one subject is matched to it, a row with several is a batch with its parts.
 */
export async function applyGroups(sql: Sql, organizationId: string, now: Date): Promise<TouchedDay[]> {
  await sql.run("drop table if exists reconciliation_part, reconciliation_matched");
  const count = await sql.run(
    `create temp table reconciliation_part on commit drop as
     with rows as (
       select g.g, l.*, sum(abs(l.amount_fen)) over along as hi_fen
       from reconciliation_group_row g join reconciliation_loose l using (n)
       window along as (partition by g.g order by g.n rows unbounded preceding)
     ), dues as (
       select g.g, d.m, d.kind, d.id, abs(d.amount_fen) as fen, sum(abs(d.amount_fen)) over along as hi_fen
       from reconciliation_group_due g join reconciliation_due d using (m)
       window along as (partition by g.g order by g.m rows unbounded preceding)
     )
     select r.n, r.source, r.account, r.row_key, r.day, r.currency, r.occurred_at, r.amount_fen as row_fen,
            d.m, d.kind, d.id,
            (least(r.hi_fen, d.hi_fen) - greatest(r.hi_fen - abs(r.amount_fen), d.hi_fen - d.fen))::int8 as fen,
            count(*) over (partition by r.n) as of_row
     from rows r join dues d on d.g = r.g
       and r.hi_fen - abs(r.amount_fen) < d.hi_fen and d.hi_fen - d.fen < r.hi_fen`,
  );
  if (count === 0) return [];
  await takeOutOfSuspense(sql, { organizationId }, "reconciliation_part");
  await postArrivals(sql, organizationId);
  await writeMatches(sql, organizationId, now);
  await settleDues(sql, organizationId, now);
  return touchedDays(sql, organizationId);
}

/** Payouts reach the bank. A row with one payout has the id that it would have had alone. */
async function postArrivals(sql: Sql, organizationId: string): Promise<void> {
  const name = ["w.source", "w.account", "w.row_key", "'payout-arrived'"];
  await postSelected(
    sql,
    "payout-arrived",
    `select $1::text as book_id,
            case when w.of_row = 1 then ${transferIdSql(...name)} else ${transferIdSql(...name, "w.id")} end as id,
            w.id as fact_id, 'bank.' || $1 || '.' || w.currency as debit_account_id,
            'payout-in-transit.' || $1 || '.' || w.currency as credit_account_id, w.fen as amount_fen, w.currency,
            w.id as subject_id, w.occurred_at
     from reconciliation_part w where w.kind = 'payout'`,
    [organizationId],
  );
}

async function writeMatches(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select $1, source, account, row_key, case when min(of_row) = 1 then min(kind) else 'batch' end, min(id),
            min(row_fen), $2
     from reconciliation_part group by source, account, row_key`,
    [organizationId, now],
  );
  await sql.run(
    `insert into reconciliation_match_part (organization_id, source, account, row_key, subject_kind, subject_id,
                                            amount_fen)
     select $1, source, account, row_key, kind, id, sign(row_fen)::int8 * fen
     from reconciliation_part where of_row > 1`,
    [organizationId],
  );
}

/** A group covers its subjects whole. */
async function settleDues(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.run(
    `update disbursement d set bank_matched_at = $1
     from (select distinct id from reconciliation_part where kind = 'disbursement') p
     where d.fund_id = substr(p.id, 2, 8) and d.id = p.id and d.bank_matched_at is null`,
    [now],
  );
  await sql.run(
    `update reconciliation_match m set subject_kind = 'payout', matched_at = $2
     from (select distinct id from reconciliation_part where kind = 'payout') p
     where m.organization_id = $1 and m.subject_kind = 'transit' and m.subject_id = p.id`,
    [organizationId, now],
  );
}

/** Days of the rows, and of the payouts that are no longer on their way. */
async function touchedDays(sql: Sql, organizationId: string): Promise<TouchedDay[]> {
  return sql.rows<TouchedDay>(
    `select distinct source, account, day from reconciliation_part
     union
     select r.source, r.account, r.day
     from (select distinct id from reconciliation_part where kind = 'payout') p
     join reconciliation_match m on m.organization_id = $1 and m.subject_kind = 'payout' and m.subject_id = p.id
     join statement_row r on r.organization_id = $1 and r.source = m.source and r.account = m.account
       and r.row_key = m.row_key`,
    [organizationId],
  );
}
