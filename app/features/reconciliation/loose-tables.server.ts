import type { Sql } from "#app/lib/db.server.ts";
import { PAYS_OUT, plainName, rowReferences, rowText } from "./bank-words.ts";

/** The provider that a bank row names, else the name on its other side. */
const rowParty = (row: string): string => `
  case when ${rowText(row)} ~* '支付宝' then 'alipay' when ${rowText(row)} ~* 'stripe' then 'stripe'
       else ${plainName(`${row}.counterparty`)} end`;

/**
 * The bank rows that nothing explains yet, and what is not in the bank yet, as temporary tables with one
 * numbered line each: `reconciliation_loose` (n) and `reconciliation_due` (m), both signed as the bank signs.
 * `reconciliation_said` is what a row names, `reconciliation_edge` (n, m) which row names which subject. The numbers follow from the content alone,
 * so that the same rows give the same groups in whatever order they came.
 *
 * @param from a table of the rows to look at: source, account and subject_key (the row's key)
 * @returns how many rows there are.
 */
export async function buildLooseTables(sql: Sql, organizationId: string, from: string): Promise<number> {
  await sql.run(
    `drop table if exists reconciliation_loose, reconciliation_said, reconciliation_due, reconciliation_edge,
                          reconciliation_group_row, reconciliation_group_due`,
  );
  const count = await sql.run(
    `create temp table reconciliation_loose as
     select (row_number() over (order by r.day, r.occurred_at, r.source, r.account, r.row_key))::int as n,
            r.source, r.account, r.row_key, r.day, r.occurred_at, r.amount_fen, r.currency, r.provider_object_id,
            r.merchant_reference, r.purpose, r.summary, r.counterparty, ${rowParty("r")} as party,
            ${rowText("r")} ~* ${PAYS_OUT} as is_payout
     from (select distinct source, account, subject_key from ${from} where source like 'bank-%') o
     join statement_row r on r.organization_id = $1 and r.source = o.source and r.account = o.account
       and r.row_key = o.subject_key
     where r.amount_fen <> 0 and not exists (
       select from reconciliation_match m where m.organization_id = $1 and m.source = r.source
         and m.account = r.account and m.row_key = r.row_key)`,
    [organizationId],
  );
  if (count === 0) return 0;
  await sql.run("create index on reconciliation_loose (n)");
  await buildDue(sql, organizationId);
  await sql.run(
    `create temp table reconciliation_said as
     select l.n, sign(l.amount_fen) as side, l.currency, r.reference
     from reconciliation_loose l cross join lateral ${rowReferences("l")} r`,
  );
  await sql.run(
    `create temp table reconciliation_edge as
     with known as (
       select m, id as reference, sign(amount_fen) as side, currency from reconciliation_due
       union
       select m, reference, sign(amount_fen), currency from reconciliation_due where reference is not null
     )
     select distinct s.n, k.m from reconciliation_said s
     join known k on k.reference = s.reference and k.side = s.side and k.currency = s.currency`,
  );
  await sql.run("create temp table reconciliation_group_row (g text, n int primary key)");
  await sql.run("create temp table reconciliation_group_due (g text, m int primary key)");
  await sql.run("analyze reconciliation_loose, reconciliation_said, reconciliation_due, reconciliation_edge");
  return count;
}

async function buildDue(sql: Sql, organizationId: string): Promise<void> {
  await sql.run(
    `create temp table reconciliation_due as
     with due as (
       select 'disbursement' as kind, d.id, d.fund_id, -d.amount_fen as amount_fen, d.currency,
              (d.paid_at at time zone 'Asia/Shanghai')::date as day, d.bank_reference as reference,
              ${plainName("d.payee")} as party
       from disbursement d
       where d.organization_id = $1 and d.paid_at is not null and d.bank_matched_at is null
       union all
       select distinct on (m.subject_id) 'payout', m.subject_id, null, -m.amount_fen, r.currency, r.day, null,
              case m.source when 'stripe' then 'stripe' else 'alipay' end
       from reconciliation_match m join statement_row r
         on r.organization_id = $1 and r.source = m.source and r.account = m.account and r.row_key = m.row_key
       where m.organization_id = $1 and m.subject_kind = 'transit'
     )
     select (row_number() over (order by day, kind, id))::int as m, due.* from due`,
    [organizationId],
  );
  await sql.run("create index on reconciliation_due (m)");
}

/** Rows and subjects that no group has taken yet, as common table expressions `row` and `due`. */
export const FREE = `
  row as (select l.* from reconciliation_loose l
          where not exists (select from reconciliation_group_row g where g.n = l.n)),
  due as (select d.* from reconciliation_due d
          where not exists (select from reconciliation_group_due g where g.m = d.m))`;

/** Rows that name something are left to that. */
export const UNNAMED = "not exists (select from reconciliation_edge e where e.n = row.n)";

/** All that one day and one name on the other side share, against one or all of the other side's. */
export const SHARED_KEYS = `${FREE}, sides as (
    select 's' || n as r, array[n] as ns, amount_fen as fen, currency, party, day from row
    where party <> '' and ${UNNAMED}
    union all
    select 'd' || min(n), array_agg(n order by n), sum(amount_fen), currency, party, day from row
    where party <> '' and ${UNNAMED}
    group by currency, party, day, sign(amount_fen) having count(*) > 1
  ), dues as (
    select 's' || m as d, array[m] as ms, amount_fen as fen, currency, party, day from due where party <> ''
    union all
    select 'd' || min(m), array_agg(m order by m), sum(amount_fen), currency, party, day from due where party <> ''
    group by currency, party, day, sign(amount_fen) having count(*) > 1
  ), pairs as (
    select r || ' ' || d as pair, ns, ms from sides join dues using (currency, party, fen)
    where cardinality(ns) + cardinality(ms) > 2
      and sides.day between dues.day - $1::int and dues.day + $2::int
  ), rivals as (
    select distinct a.pair from (
      select pair, count(*) over (partition by n) as c from pairs, unnest(ns) as n
      union all
      select pair, count(*) over (partition by m) from pairs, unnest(ms) as m) a
    where a.c > 1
  )`;

export async function dropLooseTables(sql: Sql): Promise<void> {
  await sql.run(
    `drop table if exists reconciliation_loose, reconciliation_said, reconciliation_due, reconciliation_edge,
                          reconciliation_group_row, reconciliation_group_due, reconciliation_subset_target,
                          reconciliation_subset_candidate, reconciliation_guess`,
  );
}
