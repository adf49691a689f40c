import type { Sql } from "#app/lib/db.server.ts";
import { plainName } from "./bank-words.ts";

/** Two payments of one amount to one payee this close together are more likely one made twice. */
const TWICE_DAYS = 10;

/**
 * Says of the open bank rows that no group took what is wrong with them, where it can be told: a payment made
 * twice, one that nobody approved, a payout of another amount. Reads `reconciliation_loose` and
 * `reconciliation_said`, changes the reasons in `reconciliation_open`. What is surer is said last.
 */
export async function nameBankBreaks(sql: Sql, organizationId: string): Promise<void> {
  if ((await buildFreeTables(sql, organizationId)) > 0) await namePayments(sql);
  await sql.run("drop table if exists reconciliation_free, reconciliation_state");
  await namePayouts(sql);
}

/**
 * The rows out that no group took, and the disbursements that may be meant: as tables of their own with
 * statistics, because each is read four times and names are long to compare.
 */
async function buildFreeTables(sql: Sql, organizationId: string): Promise<number> {
  await sql.run("drop table if exists reconciliation_free, reconciliation_state");
  const count = await sql.run(
    `create temp table reconciliation_free as
     select l.n, l.day, l.amount_fen, l.currency, l.party from reconciliation_loose l
     where l.amount_fen < 0 and not exists (select from reconciliation_group_row g where g.n = l.n)`,
  );
  if (count === 0) return 0;
  await sql.run(
    `create temp table reconciliation_state as
     with named as (select w.reference from reconciliation_said w join reconciliation_free using (n))
     select d.id, d.amount_fen, d.currency, d.bank_reference, d.bank_matched_at is not null as is_matched,
            (coalesce(d.paid_at, d.proposed_at) at time zone 'Asia/Shanghai')::date as day,
            d.paid_at is null and (d.approved_at is null or d.rejected_at is not null or d.withdrawn_at is not null)
              as is_unapproved, ${plainName("d.payee")} as party
     from disbursement d
     where d.organization_id = $1
       and (d.amount_fen in (select -amount_fen from reconciliation_free)
            or d.id in (select reference from named) or d.bank_reference in (select reference from named))`,
    [organizationId],
  );
  await sql.run("analyze reconciliation_free, reconciliation_state");
  return count;
}

async function namePayments(sql: Sql): Promise<void> {
  const rename = (kind: string, rows: string, values: readonly unknown[] = []) =>
    sql.run(
      `with named as (${rows})
       update reconciliation_open o set kind = '${kind}', amount_fen = abs(l.amount_fen)
       from named join reconciliation_loose l using (n)
       where o.source = l.source and o.account = l.account and o.subject_key = l.row_key`,
      values,
    );
  const byName = (condition: string) => `
    select row.n from reconciliation_free row join reconciliation_state s
      on s.party = row.party and s.party <> '' and s.amount_fen = -row.amount_fen and s.currency = row.currency
    where ${condition} and row.day between s.day - $1::int and s.day + $1::int`;
  const byReference = (condition: string) => `
    select w.n from reconciliation_free join reconciliation_said w using (n)
    join reconciliation_state s on s.id = w.reference
    where ${condition}
    union
    select w.n from reconciliation_free join reconciliation_said w using (n)
    join reconciliation_state s on s.bank_reference = w.reference
    where ${condition}`;
  await rename("paid-not-approved", byName("s.is_unapproved"), [TWICE_DAYS]);
  await rename("paid-twice", byName("s.is_matched"), [TWICE_DAYS]);
  await rename("paid-not-approved", byReference("s.is_unapproved"));
  await rename("paid-twice", byReference("s.is_matched"));
}

/** A row that names a payout on its way and has another amount (a bank in between kept something). */
async function namePayouts(sql: Sql): Promise<void> {
  await sql.run(
    `with named as (
       select l.n, min(abs(l.amount_fen - d.amount_fen)) as fen
       from reconciliation_edge e join reconciliation_loose l using (n) join reconciliation_due d using (m)
       where d.kind = 'payout' and l.amount_fen <> d.amount_fen
         and not exists (select from reconciliation_group_row g where g.n = l.n)
       group by l.n having count(*) = 1
     )
     update reconciliation_open o set kind = 'amount-mismatch', amount_fen = named.fen
     from named join reconciliation_loose l using (n)
     where o.source = l.source and o.account = l.account and o.subject_key = l.row_key`,
  );
}
