import type { Sql } from "#app/lib/db.server.ts";
import { type AccountCredential, type DayToDo, isOfDays } from "./reconciliation-scope.server.ts";

/** The row shows the payment as it counts. None of this ever changes once it is so, so it may be kept for a while. */
const isSure = (row: string): string =>
  `${row}.kind = 'payment' and p.counted_at is not null and p.amount_fen = ${row}.amount_fen
   and p.currency = ${row}.currency`;

/**
 * The rows of some days that no match explains yet, with what they are about, as a temporary table: one
 * numbered line per row, so that chunks of it can be matched in transactions of bounded size. Fees stand
 * before everything else: a gift must not count as settled, and so as spendable, before its fee.
 *
 * @returns the number of lines.
 */
export async function buildWorkTable(
  sql: Sql,
  organizationId: string,
  days: readonly DayToDo[],
  credentials: readonly AccountCredential[],
): Promise<number> {
  await sql.run("drop table if exists reconciliation_work, reconciliation_credential");
  await sql.run(
    `create temp table reconciliation_credential as
     select * from unnest($1::text[], $2::text[]) as given(id, account)`,
    [credentials.map((credential) => credential.id), credentials.map((credential) => credential.account)],
  );
  const count = await sql.run(
    `create temp table reconciliation_work as
     with open_row as (
       select r.* from statement_row r
       where r.organization_id = $1 and ${isOfDays("r", 2)} and not exists (
         select from reconciliation_match m
         where m.organization_id = $1 and m.source = r.source and m.account = r.account and m.row_key = r.row_key)
     )
     select row_number() over (order by o.kind <> 'fee', o.occurred_at, o.row_key)::int as n,
            o.source, o.account, o.row_key, o.kind, o.occurred_at, o.day, o.amount_fen, o.fee_fen, o.currency,
            o.provider_object_id, o.merchant_reference, o.refund_reference, o.payout_id,
            case when o.source like 'bank-%' then o.purpose end as purpose,
            case when o.source like 'bank-%' then o.summary end as summary,
            case when o.source like 'bank-%' then o.counterparty end as counterparty,
            p.fund_id, p.id as payment_id, p.donation_id, p.credential_id,
            coalesce(${isSure("o")}, false) as is_sure,
            null::text as subject_kind, null::text as subject_id, null::bigint as subject_fen,
            coalesce(o.kind = 'payment' and o.source <> 'stripe'
                     and p.provider_object_id <> o.provider_object_id, false) as is_repeat
     from open_row o
     left join (payment p join reconciliation_credential c on c.id = p.credential_id)
       on p.organization_id = $1 and p.id = o.merchant_reference
      and p.fund_id = substr(o.merchant_reference, 2, 8) and c.account = o.account`,
    [
      organizationId,
      days.map((day) => day.source),
      days.map((day) => day.account),
      days.map((day) => day.day),
    ],
  );
  if (count === 0) return 0;
  await sql.run("create index on reconciliation_work (n)");
  await sql.run("analyze reconciliation_work (n, source, row_key, kind, payment_id, is_sure)");
  await findPaymentsByObject(sql, organizationId);
  await findRefunds(sql, organizationId);
  await findDisputes(sql, organizationId);
  await markRepeats(sql, organizationId);
  return count;
}

/** Rows that carry no payment id of ours (fees, charges without metadata) name the provider's own. */
async function findPaymentsByObject(sql: Sql, organizationId: string): Promise<void> {
  const without = await sql.rows(
    `select 1 from reconciliation_work
     where payment_id is null and provider_object_id is not null and kind in ('payment', 'fee') limit 1`,
  );
  if (without.length === 0) return;
  await sql.run(
    `update reconciliation_work w
     set fund_id = p.fund_id, payment_id = p.id, donation_id = p.donation_id, credential_id = p.credential_id,
         is_sure = ${isSure("w")}
     from payment p join reconciliation_credential c on c.id = p.credential_id
     where w.payment_id is null and w.kind in ('payment', 'fee') and p.organization_id = $1
       and p.provider_object_id = w.provider_object_id and c.account = w.account`,
    [organizationId],
  );
}

/** By the refund's id where the row carries one; else the refunds of its payment, in order, by amount. */
async function findRefunds(sql: Sql, organizationId: string): Promise<void> {
  const refunds = await sql.rows("select 1 from reconciliation_work where kind = 'refund' limit 1");
  if (refunds.length === 0) return;
  await sql.run("drop table if exists reconciliation_refund");
  await sql.run(
    `create temp table reconciliation_refund as
     select r.id, r.provider_refund_id, r.amount_fen, r.promised_at, r.failed_at, p.fund_id, p.id as payment_id,
            p.donation_id, p.credential_id, c.account
     from refund r join payment p on p.fund_id = r.fund_id and p.id = r.payment_id
     join reconciliation_credential c on c.id = p.credential_id
     where p.organization_id = $1`,
    [organizationId],
  );
  await sql.run(
    `with key as (
       select id as key, r.* from reconciliation_refund r
       union all
       select provider_refund_id, r.* from reconciliation_refund r where provider_refund_id <> id
     ), pair as (
       select distinct on (w.n) w.n, k.*
       from reconciliation_work w
       cross join lateral (values (w.refund_reference), (w.provider_object_id)) as named(key)
       join key k on k.key = named.key and k.account = w.account
       where w.kind = 'refund' order by w.n, k.id
     )
     update reconciliation_work w
     set fund_id = p.fund_id, payment_id = p.payment_id, donation_id = p.donation_id,
         credential_id = p.credential_id, subject_kind = 'refund', subject_fen = p.amount_fen,
         subject_id = p.id || case when w.amount_fen > 0 then '/returned' else '' end
     from pair p where p.n = w.n`,
  );
  await sql.run(
    `with row as (
       select w.n, w.source, w.payment_id, w.amount_fen,
              row_number() over (partition by w.source, w.payment_id, w.amount_fen order by w.n) as turn
       from reconciliation_work w
       where w.kind = 'refund' and w.subject_id is null and w.payment_id is not null
     ), free as (
       select s.source, r.id, r.payment_id, r.amount_fen,
              row_number() over (partition by s.source, r.payment_id, r.amount_fen order by r.promised_at, r.id) as turn
       from reconciliation_refund r cross join (select distinct source from row) s
       where not exists (
           select from reconciliation_match m where m.organization_id = $1 and m.subject_kind = 'refund'
             and m.subject_id = r.id and m.source = s.source)
         and not exists (
           select from reconciliation_work w where w.subject_id = r.id and w.source = s.source)
     )
     update reconciliation_work w
     set subject_kind = 'refund', subject_id = f.id, subject_fen = f.amount_fen
     from row r join free f on f.source = r.source and f.payment_id = r.payment_id
       and f.amount_fen = -r.amount_fen and f.turn = r.turn
     where w.n = r.n`,
    [organizationId],
  );
}

async function findDisputes(sql: Sql, organizationId: string): Promise<void> {
  const disputes = await sql.rows("select 1 from reconciliation_work where kind = 'adjustment' limit 1");
  if (disputes.length === 0) return;
  await sql.run(
    `update reconciliation_work w
     set fund_id = p.fund_id, payment_id = p.id, donation_id = p.donation_id, credential_id = p.credential_id,
         subject_kind = 'dispute', subject_fen = d.amount_fen,
         subject_id = d.id || case when w.amount_fen > 0 then '/returned' else '' end
     from dispute d join payment p on p.fund_id = d.fund_id and p.id = d.payment_id
     join reconciliation_credential c on c.id = p.credential_id
     where w.kind = 'adjustment' and p.organization_id = $1 and d.provider_dispute_id = w.provider_object_id
       and c.account = w.account`,
    [organizationId],
  );
}

/**
 * Only the first row of a statement may claim a payment, refund or dispute. A row of the same order with another
 * trade number is a second payment from the start.
 */
async function markRepeats(sql: Sql, organizationId: string): Promise<void> {
  await sql.run(
    `with claim as (
       select source, account, coalesce(subject_id, payment_id) as claimed, min(n) as first
       from reconciliation_work
       where not is_repeat and ((kind = 'payment' and payment_id is not null) or subject_id is not null)
       group by source, account, coalesce(subject_id, payment_id) having count(*) > 1
     )
     update reconciliation_work w set is_repeat = true
     from claim c
     where w.source = c.source and w.account = c.account and coalesce(w.subject_id, w.payment_id) = c.claimed
       and w.n > c.first and (w.kind = 'payment' or w.subject_id is not null)`,
  );
  await sql.run(
    `update reconciliation_work w set is_repeat = true
     from reconciliation_match m
     where m.organization_id = $1 and m.source = w.source and m.account = w.account
       and m.subject_kind = coalesce(w.subject_kind, 'payment')
       and m.subject_id = coalesce(w.subject_id, w.payment_id)
       and (w.kind = 'payment' or w.subject_id is not null)`,
    [organizationId],
  );
}

/** Leaves the connection as it was. */
export async function dropWorkTables(sql: Sql): Promise<void> {
  await sql.run(
    `drop table if exists reconciliation_work, reconciliation_credential, reconciliation_refund,
                          reconciliation_open`,
  );
}
