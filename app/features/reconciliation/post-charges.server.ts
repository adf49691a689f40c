import { postSelected } from "#app/features/ledger/post.server.ts";
import type { TransferKind } from "#app/features/ledger/postings.ts";
import { transferIdSql } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import type { Chunk } from "./match-rows.server.ts";

/**
 * Books the provider's fees of a chunk: rows of their own (Alipay 收费, 退费) or the fee inside a matched row
 * (Stripe). A fee is the gift's own cost, unless the organization bears fees; what a gift cannot bear
 * because it was refunded, or that a dispute costs, the organization covers: other gifts never pay for it.
 */
export async function postCharges(tx: Sql, chunk: Chunk): Promise<void> {
  const count = await gatherCharges(tx, chunk);
  if (count === 0) return;
  // Every verb that takes from a fund locks it first, in id order, so that two of them see each other.
  await tx.run(
    `select 1 from fund where id in (select fund_id from reconciliation_charge)
     order by id for no key update`,
  );
  await tx.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select $1, source, account, row_key, 'fee', payment_id, amount_fen, $2
     from reconciliation_charge where kind = 'fee'
     on conflict do nothing`,
    [chunk.organizationId, chunk.now],
  );
  await postFees(tx, chunk.organizationId);
  await coverFees(tx, chunk.organizationId);
}

async function gatherCharges(tx: Sql, chunk: Chunk): Promise<number> {
  await tx.run("drop table if exists reconciliation_charge");
  return tx.run(
    `create temp table reconciliation_charge on commit drop as
     select w.source, w.account, w.row_key, w.kind, w.amount_fen, w.fund_id, w.payment_id, w.donation_id,
            w.credential_id, w.currency, w.occurred_at, p.amount_fen as gift_fen, o.bears_fees,
            case when w.kind = 'fee' then -w.amount_fen else w.fee_fen end as fee_fen,
            ${transferIdSql("p.provider", "w.account", "w.row_key", "'fee'")} as id
     from reconciliation_work w
     join payment p on p.fund_id = w.fund_id and p.id = w.payment_id
     join organization o on o.id = p.organization_id
     where w.n between $2 and $3 and w.source <> 'alipay-trade' and p.counted_at is not null
       and p.currency = w.currency
       and (w.kind = 'fee' and w.amount_fen <> 0
            or w.kind in ('payment', 'refund', 'adjustment') and w.fee_fen <> 0 and exists (
              select from reconciliation_match m where m.organization_id = $1 and m.source = w.source
                and m.account = w.account and m.row_key = w.row_key))`,
    [chunk.organizationId, chunk.first, chunk.last],
  );
}

async function postFees(tx: Sql, organizationId: string): Promise<void> {
  const kinds = await tx.rows<{ bearsFees: boolean; isReturned: boolean }>(
    `select distinct bears_fees as "bearsFees", fee_fen < 0 as "isReturned" from reconciliation_charge`,
  );
  for (const { bearsFees, isReturned } of kinds) {
    const kind: TransferKind = bearsFees
      ? isReturned
        ? "provider-fee-borne-returned"
        : "provider-fee-borne"
      : isReturned
        ? "provider-fee-returned"
        : "provider-fee";
    const payer = bearsFees
      ? "'operating.' || $1 || '.' || currency"
      : "'available.' || fund_id || '.' || currency";
    const clearing = "'clearing.' || credential_id || '.' || currency";
    await postSelected(
      tx,
      kind,
      `select ${bearsFees ? "$1::text" : "fund_id"} as book_id, id, row_key as fact_id,
              ${isReturned ? clearing : payer} as debit_account_id,
              ${isReturned ? payer : clearing} as credit_account_id, abs(fee_fen) as amount_fen, currency,
              donation_id as subject_id, occurred_at
       from reconciliation_charge
       where bears_fees = $2 and (fee_fen < 0) = $3 and $1::text is not null`,
      [organizationId, bearsFees, isReturned],
    );
  }
}

/** The part of a fee that the gift has nothing left for, because it went back to the donor. */
async function coverFees(tx: Sql, organizationId: string): Promise<void> {
  const touched = await tx.rows(
    `select 1 from reconciliation_charge c
     where c.fee_fen > 0 and not c.bears_fees and (c.kind = 'adjustment' or exists (
       select from refund r where r.fund_id = c.fund_id and r.donation_id = c.donation_id and r.failed_at is null))
     limit 1`,
  );
  if (touched.length === 0) return;
  await postSelected(
    tx,
    "cover-promised",
    `with short as (
       select c.*, case when c.kind = 'adjustment' then c.fee_fen else least(c.fee_fen, coalesce((
           select sum(r.amount_fen) from refund r
           where r.fund_id = c.fund_id and r.donation_id = c.donation_id and r.failed_at is null
         ), 0) + coalesce((
           select sum(case t.kind when 'provider-fee' then t.amount_fen else -t.amount_fen end) from transfer t
           where t.book_id = c.fund_id and t.subject_id = c.donation_id
             and t.kind in ('provider-fee', 'provider-fee-returned')
         ), 0) - c.gift_fen)::int8 end as cover_fen
       from reconciliation_charge c where c.fee_fen > 0 and not c.bears_fees
     )
     select fund_id as book_id, ${transferIdSql("account", "row_key", "'fee-cover'")} as id, row_key as fact_id,
            'receivable.' || $1 || '.' || currency as debit_account_id,
            'available.' || fund_id || '.' || currency as credit_account_id, cover_fen as amount_fen, currency,
            donation_id as subject_id, occurred_at
     from short where cover_fen > 0`,
    [organizationId],
  );
}
