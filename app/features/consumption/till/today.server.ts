import { db } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import type { Desk } from "./desk.server.ts";
import { placeCodeOf } from "./order-no.ts";

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

const ROW_SQL = `
  select e.order_no as "orderNo", e.type, e.amount_fen as "amountFen", e.gift_e4 as "giftE4",
         e.occurred_at as "occurredAt", e.return_of as "returnOf",
         coalesce((select sum(r.amount_fen) from consumption_event r
                   where r.merchant_id = e.merchant_id and r.return_of = e.order_no), 0)::int8 as "returnedFen"
  from consumption_event e`;

/** What this till, and the others of its shop, booked today. A shop without any agreement booked nothing. */
export async function todaySums(desk: Pick<Desk, "place" | "offer">, now: Date): Promise<TodaySums> {
  const day = shanghaiDay(now);
  const [sums] = await db.rows<Omit<TodaySums, "day">>(
    `select count(*) filter (where type = 'order')::int8 as "orderCount",
            count(*) filter (where type = 'return')::int8 as "returnCount", coalesce(sum(gift_e4), 0)::int8 as "giftE4"
     from consumption_event
     where agreement_id = $1 and occurred_at >= $2 and occurred_at < $3 and starts_with(order_no, $4)`,
    [desk.offer?.agreementId ?? "", ...boundsOf(day), `${placeCodeOf(desk.place.id)}-`],
  );
  return { day, orderCount: 0n, returnCount: 0n, giftE4: 0n, ...sums };
}

/** Today's rows of this shop, newest first. */
export function todayRows(desk: Pick<Desk, "place" | "offer">, now: Date): Promise<TillRow[]> {
  return db.rows<TillRow>(
    `${ROW_SQL}
     where e.agreement_id = $1 and e.occurred_at >= $2 and e.occurred_at < $3 and starts_with(e.order_no, $4)
     order by e.occurred_at desc, e.order_no desc limit ${ROWS_SHOWN}`,
    [desk.offer?.agreementId ?? "", ...boundsOf(shanghaiDay(now)), `${placeCodeOf(desk.place.id)}-`],
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

/** The prices that this shop books most often, of its last 200 orders: worth a button each. Rising. */
export async function usualAmounts(desk: Pick<Desk, "place" | "offer">): Promise<bigint[]> {
  const rows = await db.rows<{ amountFen: bigint }>(
    `select amount_fen as "amountFen" from (
       select amount_fen from consumption_event
       where agreement_id = $1 and type = 'order' and starts_with(order_no, $2)
       order by occurred_at desc, order_no desc limit 200) recent
     group by amount_fen having count(*) > 1 order by count(*) desc, amount_fen limit ${QUICK_AMOUNTS}`,
    [desk.offer?.agreementId ?? "", `${placeCodeOf(desk.place.id)}-`],
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
export function lastOrders(desk: Pick<Desk, "place" | "offer">, limit: number): Promise<TillRow[]> {
  return db.rows<TillRow>(
    `${ROW_SQL} where e.agreement_id = $1 and e.type = 'order' and starts_with(e.order_no, $2)
     order by e.occurred_at desc, e.order_no desc limit $3`,
    [desk.offer?.agreementId ?? "", `${placeCodeOf(desk.place.id)}-`, limit],
  );
}

/** The numbers that eight letters may stand for: those of this place in the days that orders may be late. */
export function candidateOrderNos(placeId: string, letters: string, now: Date): string[] {
  const today = shanghaiDay(now);
  const days = Array.from({ length: 32 }, (_, ago) => addDays(today, -ago).slice(2).replaceAll("-", ""));
  return days.map((day) => `${placeCodeOf(placeId)}-${day}-${letters}`);
}

/** An order of a place by its whole number or its last eight letters. */
export async function findTypedOrder(
  place: { id: string; merchantId: string },
  typed: string,
  now: Date,
): Promise<TillRow | null> {
  const numbers = /^[0-9a-z]{8}$/.test(typed) ? [typed, ...candidateOrderNos(place.id, typed, now)] : [typed];
  const [row] = await db.rows<TillRow>(
    `${ROW_SQL} where e.merchant_id = $1 and e.order_no = any($2) and e.type = 'order' limit 1`,
    [place.merchantId, numbers],
  );
  return row ?? null;
}

const boundsOf = (day: string): [Date, Date] => [
  startOfShanghaiDay(day),
  startOfShanghaiDay(addDays(day, 1)),
];
