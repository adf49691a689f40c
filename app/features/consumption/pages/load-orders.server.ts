import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import { db } from "#app/lib/db.server.ts";
import { campaignOr404 } from "./load-promises.server.ts";

const PAGE_SIZE = 50;

/** One order or return as everybody may see it: when, where and what it gave, never what was paid for it. */
export interface PublicOrder {
  /** On its page, from 0. */
  place: number;
  agreementId: string;
  merchantSlug: string;
  merchantName: string;
  merchantNameEn: string;
  occurredAt: Date;
  type: "order" | "return";
  /** Ten-thousandths of a fen; negative for a return. */
  giftE4: bigint;
  /** The last four characters of its number. */
  orderEnd: string;
  /** Of the posting that took it up; null while it may come back. */
  postedDay: string | null;
}

/**
 * The orders of a campaign, the newest first. The cursor is a moment and how many orders of that very moment were
 * shown: an order's number stays out of addresses.
 */
export async function loadOrders(slug: string | undefined, cursor: string | null) {
  const fund = await campaignOr404(slug);
  const [at, shown] = decodeCursor(cursor, 2) ?? [];
  const skip = shown !== undefined && /^\d{1,4}$/.test(shown) ? Number(shown) : 0;
  const before = instantOf(at);
  const rows = await ordersBefore(fund.id, before, before ? skip : 0);
  const orders = rows.slice(0, PAGE_SIZE).map((row, place): PublicOrder => ({ ...row, place }));
  const last = orders.at(-1);
  return {
    fund,
    orders,
    nextCursor: rows.length > PAGE_SIZE && last ? cursorAfter(orders, last, before, skip) : null,
    isFirstPage: cursor === null,
  };
}
export type OrdersData = Awaited<ReturnType<typeof loadOrders>>;

function cursorAfter(
  orders: readonly PublicOrder[],
  last: PublicOrder,
  before: Date | null,
  skip: number,
): string {
  const isSame = (moment: Date | null) => moment?.getTime() === last.occurredAt.getTime();
  const ofTheMoment = orders.filter(({ occurredAt }) => isSame(occurredAt)).length;
  return encodeCursor([
    last.occurredAt.toISOString(),
    String(isSame(before) ? skip + ofTheMoment : ofTheMoment),
  ]);
}

/** Each agreement gives its newest from the index; what is merged is a page's worth of each. */
function ordersBefore(
  fundId: string,
  before: Date | null,
  skip: number,
): Promise<Omit<PublicOrder, "place">[]> {
  return db.rows<Omit<PublicOrder, "place">>(
    `select e.agreement_id as "agreementId", m.slug as "merchantSlug", m.name as "merchantName",
            m.name_en as "merchantNameEn", e.occurred_at as "occurredAt", e.type, e.gift_e4 as "giftE4",
            right(e.order_no, 4) as "orderEnd",
            -- A return is netted into its order's line, or has one of its own where that was posted before.
            (select l.day::text from consumption_posting_line l
             where l.agreement_id = e.agreement_id and l.order_no in (e.order_no, e.return_of)
             order by l.order_no = e.order_no desc limit 1) as "postedDay"
     from (
       select e.* from consumption_agreement a cross join lateral (
         select e.* from consumption_event e
         where e.agreement_id = a.id and ($2::timestamptz is null or e.occurred_at <= $2)
         order by e.occurred_at desc, e.order_no desc limit $3::int + $4::int
       ) e
       where a.fund_id = $1
       order by e.occurred_at desc, e.order_no desc, e.agreement_id limit $3 offset $4
     ) e
     join organization m on m.id = e.merchant_id
     order by e.occurred_at desc, e.order_no desc, e.agreement_id`,
    [fundId, before, PAGE_SIZE + 1, skip],
  );
}
