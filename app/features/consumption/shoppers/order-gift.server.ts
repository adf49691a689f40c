import { findGift, type GiftView } from "#app/features/donations/queries.server.ts";
import { db } from "#app/lib/db.server.ts";

/** The gift that a shopper added to an order, as everybody may see it: the newest that counts, else the open one. */
export async function findOrderGift(merchantId: string, orderNo: string): Promise<GiftView | null> {
  const [row] = await db.rows<{ donationId: string }>(
    `select g.donation_id as "donationId" from consumption_shopper_gift g
     where g.merchant_id = $1 and g.order_no = $2
     order by exists (select from payment p where p.fund_id = g.fund_id and p.donation_id = g.donation_id
                        and p.paid_at is not null) desc, g.number desc
     limit 1`,
    [merchantId, orderNo],
  );
  return row ? findGift(row.donationId) : null;
}
