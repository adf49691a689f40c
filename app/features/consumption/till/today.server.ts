import { db } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import type { Desk } from "./desk.server.ts";
import { candidateOrderNos, orderNosBetween } from "./order-no.ts";

/** An order or a return as the till shows it. */
export interface TillRow {
  orderNo: string;
  type: "order" | "return";
  amountFen: bigint;
  giftE4: bigint;
  occurredAt: Date;
  returnOf: string | null;
  /** Of an order: what came back so far. */
  returnedFen: bigint;
}

export interface TodaySums {
  day: string;
  orderCount: bigint;
  returnCount: bigint;
  /** Before the caps of the day and of the campaign. */
  giftE4: bigint;
}

export interface MonthSums {
  month: string;
  orderCount: bigint;
  returnCount: bigint;
  giftE4: bigint;
}

const ROWS_SHOWN = 200;
const QUICK_AMOUNTS = 3;
/** What a shop sells does not change within. */
const USUAL_DAYS = 14;

// A shop's rows are a range of the order numbers (they begin with shop and day), so that an enterprise whose tills
// send millions of orders is read no slower than one with a dozen.
const AT_DESK = "merchant_id = $1 and order_no between $2 and $3 and agreement_id = $4";
const atDesk = ({ place, offer }: DeskPlace, fromDay: string, toDay: string) => [
  place.merchantId,
  ...orderNosBetween(place.id, fromDay, toDay),
  offer?.agreementId ?? "",
];
type DeskPlace = Pick<Desk, "place" | "offer">;

const ROW_SQL = `
  select e.order_no as "orderNo", e.type, e.amount_fen as "amountFen", e.gift_e4 as "giftE4",
         e.occurred_at as "occurredAt", e.return_of as "returnOf",
         coalesce((select sum(r.amount_fen) from consumption_event r
                   where r.merchant_id = e.merchant_id and r.return_of = e.order_no), 0)::int8 as "returnedFen"
  from consumption_event e`;

/** What this till, and the others of its shop, booked today. A shop without any agreement booked nothing. */
export async function todaySums(desk: DeskPlace, now: Date): Promise<TodaySums> {
  const day = shanghaiDay(now);
  const [sums] = await db.rows<Omit<TodaySums, "day">>(
    `select count(*) filter (where type = 'order')::int8 as "orderCount",
            count(*) filter (where type = 'return')::int8 as "returnCount", coalesce(sum(gift_e4), 0)::int8 as "giftE4"
     from consumption_event where ${AT_DESK}`,
    atDesk(desk, day, day),
  );
  return { day, orderCount: 0n, returnCount: 0n, giftE4: 0n, ...sums };
}

/** Today's rows of this shop, newest first. */
export function todayRows(desk: DeskPlace, now: Date): Promise<TillRow[]> {
  const day = shanghaiDay(now);
  return db.rows<TillRow>(
    `${ROW_SQL} where ${AT_DESK} order by e.occurred_at desc, e.order_no desc limit ${ROWS_SHOWN}`,
    atDesk(desk, day, day),
  );
}

/** The whole enterprise's month under this agreement, all shops and ways of booking together. */
export async function monthSums(agreementId: string, now: Date): Promise<MonthSums> {
  const month = shanghaiDay(now).slice(0, 7);
  const [sums] = await db.rows<Omit<MonthSums, "month">>(
    `select coalesce(sum(order_count), 0)::int8 as "orderCount", coalesce(sum(return_count), 0)::int8 as "returnCount",
            coalesce(sum(gift_e4), 0)::int8 as "giftE4"
     from consumption_tally where agreement_id = $1 and day >= $2::date`,
    [agreementId, `${month}-01`],
  );
  return { month, orderCount: 0n, returnCount: 0n, giftE4: 0n, ...sums };
}

/** The prices that this shop booked most often of late, of its last 200 orders: worth a button each. Rising. */
export async function usualAmounts(desk: DeskPlace, now: Date): Promise<bigint[]> {
  const day = shanghaiDay(now);
  const rows = await db.rows<{ amountFen: bigint }>(
    `select amount_fen as "amountFen" from (
       select amount_fen from consumption_event where ${AT_DESK} and type = 'order'
       order by order_no desc limit 200) recent
     group by amount_fen having count(*) > 1 order by count(*) desc, amount_fen limit ${QUICK_AMOUNTS}`,
    atDesk(desk, addDays(day, -USUAL_DAYS), day),
  );
  return rows.map(({ amountFen }) => amountFen).sort((a, b) => (a < b ? -1 : 1));
}

/** One order of an enterprise, whichever shop or way it came from; null if there is none. */
export async function findOrder(merchantId: string, orderNo: string): Promise<TillRow | null> {
  const [row] = await db.rows<TillRow>(
    `${ROW_SQL} where e.merchant_id = $1 and e.order_no = $2 and e.type = 'order'`,
    [merchantId, orderNo],
  );
  return row ?? null;
}

/** The newest orders of this shop, for a return that is asked for at the counter. */
export function lastOrders(desk: DeskPlace, limit: number, now: Date): Promise<TillRow[]> {
  const day = shanghaiDay(now);
  return db.rows<TillRow>(
    `${ROW_SQL} where ${AT_DESK} and e.type = 'order' order by e.occurred_at desc, e.order_no desc limit $5`,
    [...atDesk(desk, addDays(day, -USUAL_DAYS), day), limit],
  );
}

/** An order of a place by its whole number or its last eight letters. */
export async function findTypedOrder(
  place: { id: string; merchantId: string },
  typed: string,
  now: Date,
): Promise<TillRow | null> {
  const numbers = /^[0-9a-z]{8}$/.test(typed)
    ? [typed, ...candidateOrderNos(place.id, typed, shanghaiDay(now))]
    : [typed];
  const [row] = await db.rows<TillRow>(
    `${ROW_SQL} where e.merchant_id = $1 and e.order_no = any($2) and e.type = 'order' limit 1`,
    [place.merchantId, numbers],
  );
  return row ?? null;
}
