import type { Sql } from "#app/lib/db.server.ts";

/**
 * Records that a statement has confirmed payments. Taking a payment out of those that wait is what makes it
 * happen once: of two at the same time one finds it gone, and one that is settled, or does not count, is
 * passed over. Nothing of the payment itself changes.
 *
 * @param select gives fund_id and payment_id of the payments.
 * @returns the funds that have more to spend now; each is to be traced.
 */
export async function settlePayments(
  tx: Sql,
  select: string,
  values: readonly unknown[],
  now: Date,
): Promise<string[]> {
  // Sorted as the indexes are: neighbours go to the same page. A payment's id begins with its fund's.
  const funds = await tx.rows<{ fundId: string }>(
    `with chosen as (${select}), taken as (
       delete from unsettled_payment u using chosen c
       where u.fund_id = c.fund_id and u.payment_id = c.payment_id
       returning u.fund_id, u.payment_id, u.donation_id, u.amount_fen
     ), settled as (
       insert into settlement (fund_id, payment_id, donation_id, amount_fen, settled_at)
       select fund_id, payment_id, donation_id, amount_fen, $${values.length + 1} from taken order by payment_id
     )
     select distinct fund_id as "fundId" from taken order by 1`,
    [...values, now],
  );
  return funds.map((row) => row.fundId);
}
