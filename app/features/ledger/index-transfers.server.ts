import { transaction } from "#app/lib/db.server.ts";

/** How many transfers one transaction of the sequencer takes. */
const BATCH_SIZE = 5_000;

/**
 * The sequencer: gives committed transfers their gap-free public index. The lock on the one head row
 * makes it single; a transfer that commits late simply gets a later index, so none is ever skipped.
 *
 * @returns how many were given an index.
 */
export async function indexTransfers(limit = Number.POSITIVE_INFINITY): Promise<number> {
  let done = 0;
  while (done < limit) {
    const taken = await indexBatch(Math.min(BATCH_SIZE, limit - done));
    done += taken;
    if (taken < BATCH_SIZE) break;
  }
  return done;
}

async function indexBatch(size: number): Promise<number> {
  return transaction(async (tx) => {
    const [head] = await tx.rows<{ nextIndex: bigint }>(
      `select next_index as "nextIndex" from ledger_head where id = 1 for update`,
    );
    if (!head) throw new Error("ledger_head has no row: the migrations have not run");
    const taken = await tx.run(
      `with chosen as (
         select p.book_id, p.transfer_id, t.recorded_at
         from transfer_pending p join transfer t on t.book_id = p.book_id and t.id = p.transfer_id
         order by t.recorded_at, p.book_id, p.transfer_id
         limit $1
       ), taken as (
         delete from transfer_pending p using chosen c
         where p.book_id = c.book_id and p.transfer_id = c.transfer_id
       )
       insert into transfer_index (public_index, book_id, transfer_id)
       select $2 + row_number() over (order by recorded_at, book_id, transfer_id) - 1, book_id, transfer_id
       from chosen`,
      [size, head.nextIndex],
    );
    if (taken > 0) {
      await tx.run("update ledger_head set next_index = next_index + $1 where id = 1", [taken]);
    }
    return taken;
  });
}
