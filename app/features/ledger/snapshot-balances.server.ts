import { transaction } from "#app/lib/db.server.ts";

/** Bounds one transaction; what is left waits for the next call. */
const MAX_ROWS = 200_000n;

/**
 * Moves the balance snapshot forward over transfers that have an index, so that reading a balance costs
 * only what came after. Nothing but a cache: checkLedger recomputes it from the rows.
 *
 * @returns the index that the snapshot now reaches.
 */
export async function snapshotBalances(now: Date): Promise<bigint> {
  for (;;) {
    const { reached, isComplete } = await advance(now);
    if (isComplete) return reached;
  }
}

async function advance(now: Date): Promise<{ reached: bigint; isComplete: boolean }> {
  return transaction(async (tx) => {
    const [head] = await tx.rows<{ nextIndex: bigint; snapshotIndex: bigint }>(
      `select next_index as "nextIndex", snapshot_index as "snapshotIndex"
       from ledger_head where id = 1 for update`,
    );
    if (!head) throw new Error("ledger_head has no row: the migrations have not run");
    const reached =
      head.nextIndex - head.snapshotIndex > MAX_ROWS ? head.snapshotIndex + MAX_ROWS : head.nextIndex;
    if (reached > head.snapshotIndex) {
      await tx.run(
        `with rows as (
           select t.* from transfer_index i join transfer t on t.book_id = i.book_id and t.id = i.transfer_id
           where i.public_index >= $1 and i.public_index < $2
         ), legs as (
           select debit_account_id as account_id, kind, amount_fen as debit_fen, 0 as credit_fen,
                  1 as debit_count, 0 as credit_count from rows
           union all
           select credit_account_id, kind, 0, amount_fen, 0, 1 from rows
         )
         insert into balance_snapshot as s (account_id, kind, debit_fen, credit_fen, debit_count, credit_count)
         select account_id, kind, sum(debit_fen), sum(credit_fen), sum(debit_count), sum(credit_count)
         from legs group by account_id, kind
         on conflict (account_id, kind) do update
         set debit_fen = s.debit_fen + excluded.debit_fen, credit_fen = s.credit_fen + excluded.credit_fen,
             debit_count = s.debit_count + excluded.debit_count,
             credit_count = s.credit_count + excluded.credit_count`,
        [head.snapshotIndex, reached],
      );
    }
    await tx.run("update ledger_head set snapshot_index = $1, snapshot_at = $2 where id = 1", [reached, now]);
    return { reached, isComplete: reached === head.nextIndex };
  });
}
