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
  const outgoing = `
    row as (
      select l.* from reconciliation_loose l where l.amount_fen < 0
        and not exists (select from reconciliation_group_row g where g.n = l.n)),
    state as (
      select d.id, d.fund_id, d.amount_fen, d.currency, d.bank_reference, d.bank_matched_at is not null as is_matched,
             (coalesce(d.paid_at, d.proposed_at) at time zone 'Asia/Shanghai')::date as day,
             d.paid_at is null and (d.approved_at is null or d.rejected_at is not null or d.withdrawn_at is not null)
               as is_unapproved, ${plainName("d.payee")} as party
      from disbursement d where d.organization_id = $1)`;
  const rename = (kind: string, rows: string, values: readonly unknown[] = []) =>
    sql.run(
      `with ${outgoing}, named as (${rows})
       update reconciliation_open o set kind = '${kind}', amount_fen = abs(l.amount_fen)
       from named join reconciliation_loose l using (n)
       where o.source = l.source and o.account = l.account and o.subject_key = l.row_key`,
      [organizationId, ...values],
    );
  const byName = (condition: string) => `
    select row.n from row join state s on s.party = row.party and s.party <> '' and s.amount_fen = -row.amount_fen
      and s.currency = row.currency
    where ${condition} and row.day between s.day - $2::int and s.day + $2::int`;
  const byReference = (condition: string) => `
    select row.n from row join reconciliation_said w on w.n = row.n join state s on s.id = w.reference
    where ${condition}
    union
    select row.n from row join reconciliation_said w on w.n = row.n join state s on s.bank_reference = w.reference
    where ${condition}`;
  await rename("paid-not-approved", byName("s.is_unapproved"), [TWICE_DAYS]);
  await rename("paid-twice", byName("s.is_matched"), [TWICE_DAYS]);
  await rename("paid-not-approved", byReference("s.is_unapproved"));
  await rename("paid-twice", byReference("s.is_matched"));
  await namePayouts(sql);
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
