import type { Sql } from "#app/lib/db.server.ts";
import { BANK_DAYS, PAYOUT_DAYS } from "./breaks.ts";
import { upsertBreaks } from "./find-row-breaks.server.ts";
import { findStateMismatches } from "./find-state-mismatches.server.ts";
import { ACCOUNT, isCovered, REACH } from "./statement-reach.ts";
import { sumPayouts } from "./sum-payouts.server.ts";

/**
 * What we have and no statement shows, and statements that contradict each other. Nothing is called absent
 * before a statement is known to reach past it: a gift of the last bill's own day is in transit.
 */
export async function findAbsences(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await resolveAbsences(sql, organizationId, now);
  await missingAtProvider(sql, organizationId, now);
  await missingAtBank(sql, organizationId, now);
  await lostPayouts(sql, organizationId, now);
  await changedRows(sql, organizationId, now);
  await findStateMismatches(sql, organizationId, now);
  await sumPayouts(sql, organizationId, now);
}

async function missingAtProvider(sql: Sql, organizationId: string, now: Date): Promise<void> {
  const source = "case c.provider when 'stripe' then 'stripe' else 'alipay-signcustomer' end";
  await upsertBreaks(
    sql,
    organizationId,
    now,
    `with ${REACH}
     select ${source} as source, ${ACCOUNT} as account, p.id as subject_key, 'missing-at-provider' as kind,
            p.amount_fen, p.currency, (p.paid_at at time zone 'Asia/Shanghai')::date as day
     from fund f join unsettled_payment u on u.fund_id = f.id
     join payment p on p.fund_id = u.fund_id and p.id = u.payment_id
     join payment_credential c on c.id = p.credential_id
     where f.organization_id = $1
       and c.provider in ('alipay', 'stripe') and ${isCovered("p.paid_at")}
       and not exists (
         select from reconciliation_open o where o.account = ${ACCOUNT} and o.payment_id = p.id)
     union all
     select ${source}, ${ACCOUNT}, r.id, 'missing-at-provider', r.amount_fen, p.currency,
            (r.paid_at at time zone 'Asia/Shanghai')::date
     from payment p join payment_credential c on c.id = p.credential_id
     join refund r on r.fund_id = p.fund_id and r.payment_id = p.id
     where p.organization_id = $1 and r.paid_at is not null and r.failed_at is null and c.provider in ('alipay', 'stripe')
       and ${isCovered("r.paid_at")}
       and not exists (
         select from reconciliation_match m where m.organization_id = $1 and m.subject_kind = 'refund'
           and m.subject_id = r.id and m.source = ${source})`,
  );
}

async function missingAtBank(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await upsertBreaks(
    sql,
    organizationId,
    now,
    `select b.source, b.account, d.id as subject_key, 'missing-at-bank' as kind, d.amount_fen, d.currency,
            (d.paid_at at time zone 'Asia/Shanghai')::date as day
     from disbursement d
     join lateral (
       select source, account, min(period_start) as first_day, max(period_end) as last_day from statement
       where organization_id = $1 and source like 'bank-%' group by source, account
       order by max(period_end) desc, account limit 1
     ) b on true
     where d.organization_id = $1 and d.paid_at is not null and d.bank_matched_at is null
       and (d.paid_at at time zone 'Asia/Shanghai')::date between b.first_day and b.last_day - $3::int`,
    [BANK_DAYS],
  );
}

async function lostPayouts(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await upsertBreaks(
    sql,
    organizationId,
    now,
    `select m.source, m.account, m.subject_id as subject_key, 'payout-not-in-bank' as kind,
            abs(m.amount_fen) as amount_fen, r.currency, r.day
     from reconciliation_match m join statement_row r
       on r.organization_id = $1 and r.source = m.source and r.account = m.account and r.row_key = m.row_key
     where m.organization_id = $1 and m.subject_kind = 'transit' and r.day <= (
       select max(period_end) from statement where organization_id = $1 and source like 'bank-%') - $3::int`,
    [PAYOUT_DAYS],
  );
}

/** The trade bill's 服务费 against the fees that the money record took for the same payment. */
const FEE_DIFFERENCES = `
  select m.source, m.account, m.subject_id as subject_key, 'fee-mismatch' as kind,
         abs(r.fee_fen + f.amount_fen) as amount_fen, r.currency, r.day
  from reconciliation_match m
  join statement_row r on r.organization_id = $1 and r.source = m.source and r.account = m.account
    and r.row_key = m.row_key
  join lateral (
    select sum(x.amount_fen)::int8 as amount_fen from reconciliation_match x
    join statement_row xr on xr.organization_id = $1 and xr.source = x.source and xr.account = x.account
      and xr.row_key = x.row_key
    where x.organization_id = $1 and x.subject_kind = 'fee' and x.subject_id = m.subject_id
      and xr.amount_fen < 0
  ) f on f.amount_fen is not null
  where m.organization_id = $1 and m.source = 'alipay-trade' and m.subject_kind = 'payment'
    and f.amount_fen + r.fee_fen <> 0`;

/** Holds the fees of the payments in the work table against each other. Called once per batch. */
export async function findFeeMismatches(sql: Sql, organizationId: string, now: Date): Promise<void> {
  const trade = await sql.rows(
    `select 1 from reconciliation_match where organization_id = $1 and source = 'alipay-trade' limit 1`,
    [organizationId],
  );
  if (trade.length === 0) return;
  const ofBatch = `m.subject_id in (
    select payment_id from reconciliation_work where source like 'alipay-%' and kind in ('payment', 'fee'))`;
  await sql.run(
    `update reconciliation_break b set state = 'resolved', resolved_at = $2
     where b.organization_id = $1 and b.kind = 'fee-mismatch' and b.state <> 'resolved'
       and not exists (select from (${FEE_DIFFERENCES} and m.subject_id = b.subject_key) still)`,
    [organizationId, now],
  );
  await upsertBreaks(sql, organizationId, now, `${FEE_DIFFERENCES} and ${ofBatch}`);
}

/** Rows that came again with another content; the import keeps them beside the file. */
async function changedRows(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.run(
    `insert into reconciliation_break (id, organization_id, source, account, subject_key, kind, amount_fen,
                                       currency, day, state, opened_at)
     select distinct on (s.source, s.account, w.value ->> 'rowKey')
            gen_random_uuid(), $1, s.source, s.account, w.value ->> 'rowKey', 'row-changed',
            abs((w.value ->> 'givenFen')::int8 - (w.value ->> 'storedFen')::int8), w.value ->> 'currency',
            (w.value ->> 'day')::date, 'open', $2
     from statement s cross join jsonb_array_elements(s.warnings) w
     where s.organization_id = $1 and s.warnings <> '[]'::jsonb and w.value ->> 'reason' = 'row-changed'
     order by s.source, s.account, w.value ->> 'rowKey', s.created_at
     on conflict (organization_id, source, account, kind, subject_key) do nothing`,
    [organizationId, now],
  );
}

async function resolveAbsences(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.run(
    `update reconciliation_break b set state = 'resolved', resolved_at = $2
     where b.organization_id = $1 and b.state <> 'resolved' and (
       b.kind = 'missing-at-provider' and (
         exists (select from settlement e where e.fund_id = substr(b.subject_key, 2, 8)
                 and e.payment_id = b.subject_key)
         or exists (select from reconciliation_match m where m.organization_id = $1
                    and m.subject_kind = 'refund' and m.subject_id = b.subject_key and m.source = b.source))
       or b.kind = 'missing-at-bank' and exists (
         select from disbursement d where d.fund_id = substr(b.subject_key, 2, 8) and d.id = b.subject_key
           and d.bank_matched_at is not null)
       or b.kind = 'payout-not-in-bank' and not exists (
         select from reconciliation_match m where m.organization_id = $1 and m.subject_kind = 'transit'
           and m.subject_id = b.subject_key))`,
    [organizationId, now],
  );
}
