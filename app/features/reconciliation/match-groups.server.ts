import { confirmBatches } from "#app/features/disbursements/batches/confirm-batches.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { applyGroups, type TouchedDay } from "./apply-groups.server.ts";
import { EARLY_DAYS, LATE_DAYS } from "./group-limits.ts";
import { buildLooseTables, dropLooseTables, FREE, SHARED_KEYS, UNNAMED } from "./loose-tables.server.ts";
import { matchSubsets } from "./match-subsets.server.ts";
import { nameBankBreaks } from "./name-bank-breaks.server.ts";
import { suggestMatches, withdrawStale } from "./suggest-matches.server.ts";

/**
 * Matches what no single row explains: a bank row that pays several disbursements or sums several payouts,
 * several rows that together are one, and parts of parts. Always exact in fen. In this order, what is surer
 * first:
 *
 * 1. by reference: the rows that name one subject, the subjects that one row names, and all that share one
 *    bank reference;
 * 2. by amount, day and the name on the other side, where one row and one disbursement fit each other alone;
 * 3. by a shared key: everything of one day with one name on the other side;
 * 4. a bounded search for subsets of what is left (see group-limits.ts).
 *
 * Whatever fits in more than one way, or by its sum alone, is proposed to a person instead.
 *
 * @returns the days whose sums changed.
 */
export async function matchGroups(sql: Sql, organizationId: string, now: Date): Promise<TouchedDay[]> {
  await confirmBatches(sql, organizationId, now);
  const count = await buildLooseTables(sql, organizationId, "reconciliation_open");
  if (count === 0) {
    await withdrawStale(sql, organizationId, now);
    await dropLooseTables(sql);
    return [];
  }
  await takeNamed(sql);
  await takeAmountAndName(sql);
  await takeSharedKeys(sql);
  await matchSubsets(sql);
  const touched = await applyGroups(sql, organizationId, now);
  if (touched.length > 0) {
    await sql.run(
      `delete from reconciliation_open o using reconciliation_part p
       where o.source = p.source and o.account = p.account and o.subject_key = p.row_key`,
    );
  }
  await nameBankBreaks(sql, organizationId);
  await suggestMatches(sql, organizationId, now);
  await dropLooseTables(sql);
  return touched;
}

/** Writes the groups that a query finds: its columns are g, ns (rows) and ms (subjects). */
async function take(sql: Sql, query: string, values: readonly unknown[] = []): Promise<void> {
  const count = await sql.run(
    `with ${query}, taken_rows as (
       insert into reconciliation_group_row (g, n) select g, unnest(ns) from found
     )
     insert into reconciliation_group_due (g, m) select g, unnest(ms) from found`,
    values,
  );
  if (count > 0) await sql.run("analyze reconciliation_group_row, reconciliation_group_due");
}

async function takeNamed(sql: Sql): Promise<void> {
  const edges = `${FREE}, edge as (
    select e.n, e.m, r.amount_fen as row_fen, d.amount_fen as due_fen, d.reference
    from reconciliation_edge e join row r on r.n = e.n join due d on d.m = e.m)`;
  await take(
    sql,
    `${edges}, alone as (select n from edge group by n having count(*) = 1), found as (
       select 'subject ' || e.m as g, array_agg(e.n) as ns, array[e.m] as ms
       from edge e join alone using (n) group by e.m, e.due_fen having sum(e.row_fen) = e.due_fen)`,
  );
  await take(
    sql,
    `${edges}, alone as (select m from edge group by m having count(*) = 1), found as (
       select 'row ' || e.n as g, array[e.n] as ns, array_agg(e.m) as ms
       from edge e join alone using (m) group by e.n, e.row_fen having sum(e.due_fen) = e.row_fen)`,
  );
  await take(
    sql,
    `${edges}, one_key as (
       select n, min(reference) as reference, min(row_fen) as row_fen from edge
       group by n having count(distinct coalesce(reference, '')) = 1 and min(reference) is not null
     ), rows_of as (
       select reference, array_agg(n) as ns, sum(row_fen) as fen from one_key group by reference
     ), dues_of as (
       select reference, array_agg(m) as ms, sum(amount_fen) as fen, min(currency) as currency
       from due where reference in (select reference from one_key)
       group by reference having count(distinct currency) = 1
     ), found as (
       select 'key ' || reference as g, ns, ms from rows_of join dues_of using (reference)
       where rows_of.fen = dues_of.fen)`,
  );
}

async function takeAmountAndName(sql: Sql): Promise<void> {
  await take(
    sql,
    `${FREE}, fits as (
       select row.n, due.m, count(*) over (partition by row.n) as of_row, count(*) over (partition by due.m) as of_due
       from row join due on due.amount_fen = row.amount_fen and due.currency = row.currency and due.party = row.party
       where due.kind = 'disbursement' and row.party <> '' and ${UNNAMED}
         and row.day between due.day - $1::int and due.day + $2::int
     ), found as (
       select 'pair ' || n as g, array[n] as ns, array[m] as ms from fits where of_row = 1 and of_due = 1)`,
    [EARLY_DAYS, LATE_DAYS],
  );
}

async function takeSharedKeys(sql: Sql): Promise<void> {
  await take(
    sql,
    `${SHARED_KEYS}, found as (
       select 'shared ' || pair as g, ns, ms from pairs where pair not in (select pair from rivals))`,
    [EARLY_DAYS, LATE_DAYS],
  );
}
