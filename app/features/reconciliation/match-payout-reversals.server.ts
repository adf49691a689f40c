import { reverseTransfer } from "#app/features/ledger/reverse-transfer.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { PAYS_OUT, rowText } from "./bank-words.ts";
import type { Chunk } from "./match-rows.server.ts";

interface Reversal {
  source: string;
  account: string;
  rowKey: string;
  amountFen: bigint;
  payoutId: string;
  transferId: string;
}

/**
 * A payout may fail after the bank had it: the bank then takes the money out again. Its row is matched by
 * the payout's id in the note; else by amount and the provider's name, where exactly one payout that the
 * provider calls returned fits exactly one row. The arrival is turned back; where the provider has not said
 * so yet, the payout is on its way again.
 */
export async function matchPayoutReversals(tx: Sql, chunk: Chunk): Promise<void> {
  const reversals = await findReversals(tx, chunk);
  for (const reversal of reversals) {
    // A handful in a year: one bank row each.
    await reverseTransfer(tx, {
      bookId: chunk.organizationId,
      transferId: reversal.transferId,
      reversalId: transferIdOf(reversal.source, reversal.account, reversal.rowKey, "payout-reversed"),
      now: chunk.now,
    });
  }
  if (reversals.length === 0) return;
  const column = <T>(pick: (one: Reversal) => T): T[] => reversals.map(pick);
  await tx.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select $1, g.source, g.account, g.row_key, 'payout', g.payout_id || '/reversed', g.amount_fen, $2
     from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::int8[])
       as g(source, account, row_key, payout_id, amount_fen)
     on conflict do nothing`,
    [
      chunk.organizationId,
      chunk.now,
      column((one) => one.source),
      column((one) => one.account),
      column((one) => one.rowKey),
      column((one) => one.payoutId),
      column((one) => one.amountFen),
    ],
  );
  await tx.run(
    `update reconciliation_match m set subject_kind = 'transit', matched_at = $2
     where m.organization_id = $1 and m.subject_kind = 'payout' and m.subject_id = any($3)
       and m.source not like 'bank-%' and m.amount_fen < 0 and not exists (
         select from reconciliation_match r where r.organization_id = $1 and r.subject_kind = 'payout'
           and r.subject_id = m.subject_id || '/returned')`,
    [chunk.organizationId, chunk.now, column((one) => one.payoutId)],
  );
}

async function findReversals(tx: Sql, chunk: Chunk): Promise<Reversal[]> {
  return tx.rows<Reversal>(
    `with outgoing as materialized (
       select w.*, ${rowText("w")} as said from reconciliation_work w
       where w.n between $2 and $3 and w.amount_fen < 0 and not exists (
         select from reconciliation_match m where m.organization_id = $1 and m.source = w.source
           and m.account = w.account and m.row_key = w.row_key)
     ), arrived as materialized (
       select t.id as transfer_id, t.subject_id as payout_id, t.amount_fen, t.currency, exists (
         select from reconciliation_match f where f.organization_id = $1 and f.subject_kind = 'payout'
           and f.subject_id = t.subject_id || '/returned') as is_returned
       from transfer t
       where exists (select from outgoing) and t.book_id = $1 and t.kind = 'payout-arrived'
         and t.reverses_id is null
         and not exists (select from transfer r where r.book_id = $1 and r.reverses_id = t.id)
     ), fits as (
       select o.n, a.payout_id, a.transfer_id, position(a.payout_id in o.said) > 0 as is_named,
              a.is_returned and o.said ~* ${PAYS_OUT} as is_likely
       from outgoing o join arrived a on a.amount_fen = -o.amount_fen and a.currency = o.currency
     ), named as (
       select n, payout_id, transfer_id, row_number() over (partition by n order by payout_id) as a,
              row_number() over (partition by payout_id order by n) as b
       from fits where is_named
     ), sure as (select * from named where a = 1 and b = 1), likely as (
       select f.n, f.payout_id, f.transfer_id, count(*) over (partition by f.n) as a,
              count(*) over (partition by f.payout_id) as b
       from fits f where f.is_likely and not exists (
         select from sure s where s.n = f.n or s.payout_id = f.payout_id)
     )
     select o.source, o.account, o.row_key as "rowKey", o.amount_fen as "amountFen",
            p.payout_id as "payoutId", p.transfer_id as "transferId"
     from (select n, payout_id, transfer_id from sure
           union all select n, payout_id, transfer_id from likely where a = 1 and b = 1) p
     join outgoing o on o.n = p.n order by o.n`,
    [chunk.organizationId, chunk.first, chunk.last],
  );
}
