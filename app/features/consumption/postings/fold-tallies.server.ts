import { db } from "#app/lib/db.server.ts";

/** Rows folded by one statement at most. */
const LIMIT = 20_000;

/**
 * Folds what batches of sales added to a day into one row, so that a live total reads one row per agreement and day.
 * Taken out and put back by one statement: whoever sums meanwhile sees all the rows or their sum. Rows that another
 * run has in hand are left to it; rows that come in meanwhile are left to the next.
 *
 * @returns how many rows were folded.
 */
export async function foldTallies(): Promise<{ folded: number }> {
  let folded = 0;
  for (;;) {
    const [taken] = await db.rows<{ rows: bigint }>(
      `with several as (
         select agreement_id, day from consumption_tally group by 1, 2 having count(*) > 1
       ), held as (
         select t.agreement_id, t.day, t.id from consumption_tally t join several using (agreement_id, day)
         order by 1, 2 limit $1 for update of t skip locked
       ), gone as (
         delete from consumption_tally t using held h
         where t.agreement_id = h.agreement_id and t.day = h.day and t.id = h.id returning t.*
       ), sums as (
         insert into consumption_tally (agreement_id, day, id, order_count, return_count, sales_fen, gift_e4)
         select agreement_id, day, gen_random_uuid(), sum(order_count), sum(return_count), sum(sales_fen), sum(gift_e4)
         from gone group by 1, 2
       )
       select count(*) as rows from gone`,
      [LIMIT],
    );
    folded += Number(taken?.rows ?? 0n);
    if (!taken || taken.rows < BigInt(LIMIT)) return { folded };
  }
}
