import type { Sql } from "#app/lib/db.server.ts";
import { ROW_BREAK_KINDS } from "./breaks.ts";

/** The open rows of a whole run, each with its reason; filled batch by batch. */
export async function createOpenTable(sql: Sql): Promise<void> {
  await sql.run("drop table if exists reconciliation_open");
  await sql.run(
    `create temp table reconciliation_open (source text, account text, subject_key text, currency text,
       day date, payment_id text, kind text, amount_fen int8)`,
  );
}

/** Notes every row of the work table that stayed unmatched, with the reason. */
export async function noteOpenRows(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await explainTradeRows(sql, organizationId, now);
  await matchDecided(sql, organizationId, now);
  await classify(sql, organizationId);
}

/**
 * Turns the noted rows into breaks. A break is one row for good: it opens, is explained or resolved, and may
 * open again; where the reason is another than last time, the old one is over.
 */
export async function openRowBreaks(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await upsertBreaks(sql, organizationId, now, "select * from reconciliation_open");
  await sql.run(
    `update reconciliation_break b set state = 'resolved', resolved_at = $2
     from reconciliation_open o
     where b.organization_id = $1 and b.source = o.source and b.account = o.account
       and b.subject_key = o.subject_key and b.kind <> o.kind and b.kind = any($3) and b.state <> 'resolved'`,
    [organizationId, now, ROW_BREAK_KINDS],
  );
}

/** Breaks of rows that have a match now, of the whole organization. */
export async function resolveRowBreaks(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.run(
    `update reconciliation_break b set state = 'resolved', resolved_at = $2
     where b.organization_id = $1 and b.state <> 'resolved' and b.kind = any($3) and exists (
       select from reconciliation_match m where m.organization_id = $1 and m.source = b.source
         and m.account = b.account and m.row_key = b.subject_key)`,
    [organizationId, now, ROW_BREAK_KINDS],
  );
}

/** A line of the trade bill that the money record has too is dealt with there, not twice. */
async function explainTradeRows(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select distinct on (w.n) $1, w.source, w.account, w.row_key, 'money-record', r.row_key, w.amount_fen, $2
     from reconciliation_work w
     join statement_row r on r.organization_id = $1 and r.merchant_reference = w.merchant_reference
       and r.source = 'alipay-signcustomer' and r.account = w.account and r.kind = w.kind
       and r.amount_fen = w.amount_fen
     where w.source = 'alipay-trade' and not exists (
       select from reconciliation_match m where m.organization_id = $1 and m.source = w.source
         and m.account = w.account and m.row_key = w.row_key)
     order by w.n, r.row_key
     on conflict do nothing`,
    [organizationId, now],
  );
}

/**
 * Payments that were held in suspense and about which people have decided (given back, or made a gift of its own):
 * the books have had the money since it came, under the same object of the provider.
 */
async function matchDecided(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select distinct on (q.id) $1, w.source, w.account, w.row_key, 'quarantine', q.id::text, w.amount_fen, $2
     from quarantine q
     join reconciliation_credential c on c.id = q.credential_id
     join reconciliation_work w on w.account = c.account and w.provider_object_id = q.object_id
     where q.organization_id = $1 and q.decided_at is not null and q.held_fen > 0
       and w.kind = 'payment' and w.source <> 'alipay-trade' and w.amount_fen = q.received_fen
       and w.currency = q.currency
       and not exists (
         select from reconciliation_match m where m.organization_id = $1 and (
           m.source = w.source and m.account = w.account and m.row_key = w.row_key
           or m.subject_kind = 'quarantine' and m.subject_id = q.id::text))
     order by q.id, w.n
     on conflict do nothing`,
    [organizationId, now],
  );
}

async function classify(sql: Sql, organizationId: string): Promise<void> {
  await sql.run(
    `with unmatched as materialized (
       select w.* from reconciliation_work w
       where not exists (
         select from reconciliation_match m where m.organization_id = $1 and m.source = w.source
           and m.account = w.account and m.row_key = w.row_key)
     )
     insert into reconciliation_open (source, account, subject_key, currency, day, payment_id, kind, amount_fen)
     select w.source, w.account, w.row_key, w.currency, w.day, w.payment_id,
            case when w.source like 'bank-%' then
                   case when d.id is not null then 'amount-mismatch' else 'bank-row-unexplained' end
                 when w.kind = 'fee' then 'fee-unexplained'
                 when w.subject_id is not null and not w.is_repeat then 'amount-mismatch'
                 when w.kind = 'refund' then 'refund-missing'
                 when w.kind <> 'payment' or p.id is null then 'missing-in-ledger'
                 when w.is_repeat then 'duplicate-payment'
                 when p.quarantine_reason = 'second-payment' then 'duplicate-payment'
                 when p.currency <> w.currency then 'currency-mismatch'
                 when p.counted_at is not null and p.amount_fen <> w.amount_fen then 'amount-mismatch'
                 when p.counted_at is not null then 'duplicate-payment'
                 when p.quarantined_at is not null and w.amount_fen <> p.amount_fen then 'amount-mismatch'
                 when p.paid_at is not null and p.quarantined_at is null then 'duplicate-payment'
                 when p.closed_at is not null and p.paid_at is null then 'status-mismatch'
                 else 'missing-in-ledger' end,
            abs(case when w.source like 'bank-%' and d.id is not null then w.amount_fen + d.amount_fen
                     when w.subject_id is not null and not w.is_repeat then abs(w.amount_fen) - w.subject_fen
                     when w.kind = 'payment' and not w.is_repeat and p.amount_fen <> w.amount_fen
                       and w.currency = p.currency and (p.counted_at is not null or p.quarantined_at is not null)
                       then w.amount_fen - p.amount_fen
                     else w.amount_fen end)
     from unmatched w
     left join payment p on p.fund_id = w.fund_id and p.id = w.payment_id
     left join lateral (
       select id, amount_fen from disbursement
       where w.source like 'bank-%' and w.amount_fen < 0 and organization_id = $1 and paid_at is not null
         and bank_matched_at is null and bank_reference in (w.row_key, w.provider_object_id, trim(w.purpose))
         and amount_fen <> -w.amount_fen
       order by id limit 1
     ) d on true`,
    [organizationId],
  );
}

/**
 * Opens the breaks that a query names (source, account, subject_key, kind, amount_fen, currency, day). One
 * that was resolved opens again; one that a person has explained stays explained.
 */
export async function upsertBreaks(
  sql: Sql,
  organizationId: string,
  now: Date,
  select: string,
  values: readonly unknown[] = [],
): Promise<number> {
  return sql.run(
    `insert into reconciliation_break (id, organization_id, source, account, subject_key, kind, amount_fen,
                                       currency, day, state, opened_at)
     select distinct on (source, account, kind, subject_key) gen_random_uuid(), $1, source, account, subject_key,
            kind, amount_fen, currency, day, 'open', $2::timestamptz
     from (${select}) found
     on conflict (organization_id, source, account, kind, subject_key) do update
       set state = 'open', opened_at = excluded.opened_at, resolved_at = null, amount_fen = excluded.amount_fen
       where reconciliation_break.state = 'resolved'`,
    [organizationId, now, ...values],
  );
}
