import { postSelected } from "#app/features/ledger/post.server.ts";
import { transferIdSql } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { PAYS_OUT, rowText } from "./bank-words.ts";
import { PAYOUT_DAYS } from "./breaks.ts";
import { matchLineReturns } from "./match-line-returns.server.ts";
import { matchOfflineGifts } from "./match-offline-gifts.server.ts";
import { matchOfflineRefunds } from "./match-offline-refunds.server.ts";
import { matchPayoutReversals } from "./match-payout-reversals.server.ts";
import { matchReturns } from "./match-returns.server.ts";
import type { Chunk } from "./match-rows.server.ts";
import { postSuspense, takeOutOfSuspense } from "./suspense.server.ts";

/**
 * Matches a chunk of bank rows one to one: money out against disbursements by the bank's reference, money in
 * against payouts on their way and what payees gave back. Groups come after all chunks (see matchGroups).
 * Money in that nothing explains is kept in suspense, so that the bank account of the
 * ledger always equals the bank's own balance.
 */
export async function matchBankRows(tx: Sql, chunk: Chunk): Promise<void> {
  await matchDisbursements(tx, chunk);
  await matchOfflineGifts(tx, chunk);
  await matchOfflineRefunds(tx, chunk);
  await matchPayouts(tx, chunk);
  await matchPayoutReversals(tx, chunk);
  await matchLineReturns(tx, chunk);
  await matchReturns(tx, chunk);
  await postSuspense(tx, chunk);
}

async function matchDisbursements(tx: Sql, chunk: Chunk): Promise<void> {
  await tx.run(
    `with pair as (
       select distinct on (d.id) w.source, w.account, w.row_key, w.amount_fen, d.fund_id, d.id
       from reconciliation_work w
       cross join lateral (values (w.row_key), (w.provider_object_id), (trim(w.purpose))) as named(reference)
       join disbursement d on d.organization_id = $1 and d.bank_reference = named.reference
         and d.amount_fen = -w.amount_fen and d.currency = w.currency and d.paid_at is not null
       where w.n between $2 and $3 and w.amount_fen < 0 and not exists (
         select from reconciliation_match m where m.organization_id = $1
           and m.subject_kind = 'disbursement' and m.subject_id = d.id)
       order by d.id, w.n
     ), single as (
       select distinct on (source, account, row_key) * from pair order by source, account, row_key, id
     ), matched as (
       insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                         amount_fen, matched_at)
       select $1, source, account, row_key, 'disbursement', id, amount_fen, $4 from single
       on conflict do nothing
     )
     update disbursement d set bank_matched_at = $4 from single s
     where d.fund_id = s.fund_id and d.id = s.id and d.bank_matched_at is null`,
    [chunk.organizationId, chunk.first, chunk.last, chunk.now],
  );
}

/**
 * By the payout's id in the bank's note; else by amount and days, but only where one payout and one row
 * fit each other and no others.
 */
async function matchPayouts(tx: Sql, chunk: Chunk): Promise<void> {
  await tx.run("drop table if exists reconciliation_arrival");
  const count = await tx.run(
    `create temp table reconciliation_arrival on commit drop as
     with transit as materialized (
       select m.source, m.account, m.row_key, m.subject_id, -m.amount_fen as amount_fen, r.day, r.currency
       from reconciliation_match m join statement_row r
         on r.organization_id = $1 and r.source = m.source and r.account = m.account and r.row_key = m.row_key
       where m.organization_id = $1 and m.subject_kind = 'transit'
     ), incoming as materialized (
       select w.* from reconciliation_work w where w.n between $2 and $3 and w.amount_fen > 0
     ), named as (
       select w.n, t.subject_id, row_number() over (partition by w.n order by t.subject_id) as a,
              row_number() over (partition by t.subject_id order by w.n) as b
       from incoming w join transit t on t.amount_fen = w.amount_fen and t.currency = w.currency
       where position(t.subject_id in concat_ws(' ', w.purpose, w.summary)) > 0
     ), sure as (select n, subject_id from named where a = 1 and b = 1), likely as (
       select w.n, t.subject_id, count(*) over (partition by w.n) as a,
              count(*) over (partition by t.subject_id) as b
       from incoming w join transit t on t.amount_fen = w.amount_fen and t.currency = w.currency
       where w.day between t.day and t.day + $4::int and not exists (select from sure s where s.n = w.n)
         and not exists (select from sure s where s.subject_id = t.subject_id)
         and ${rowText("w")} ~* ${PAYS_OUT}
     )
     select w.source, w.account, w.row_key, w.amount_fen, w.currency, w.occurred_at, p.subject_id as payout_id
     from (select n, subject_id from sure
           union all select n, subject_id from likely where a = 1 and b = 1) p
     join incoming w on w.n = p.n`,
    [chunk.organizationId, chunk.first, chunk.last, PAYOUT_DAYS],
  );
  if (count === 0) return;
  await takeOutOfSuspense(tx, chunk, "reconciliation_arrival");
  await postSelected(
    tx,
    "payout-arrived",
    `select $1::text as book_id, ${transferIdSql("w.source", "w.account", "w.row_key", "'payout-arrived'")} as id,
            w.payout_id as fact_id, 'bank.' || $1 || '.' || w.currency as debit_account_id,
            'payout-in-transit.' || $1 || '.' || w.currency as credit_account_id, w.amount_fen, w.currency,
            w.payout_id as subject_id, w.occurred_at
     from reconciliation_arrival w`,
    [chunk.organizationId],
  );
  await tx.run(
    `with arrived as (
       insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                         amount_fen, matched_at)
       select $1, source, account, row_key, 'payout', payout_id, amount_fen, $2 from reconciliation_arrival
       on conflict do nothing
     )
     update reconciliation_match m set subject_kind = 'payout', matched_at = $2
     from reconciliation_arrival a
     where m.organization_id = $1 and m.subject_kind = 'transit' and m.subject_id = a.payout_id`,
    [chunk.organizationId, chunk.now],
  );
}
