import {
  AHEAD_MINUTES,
  type EventInput,
  MOST_FEN,
  MOST_ITEMS,
  MOST_SKUS,
  OLDEST_DAYS,
  ORDER_NO,
  type RejectReason,
} from "./event.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What is wrong with an event by itself, whatever the store knows; null where nothing is. */
export function faultOf(event: EventInput): RejectReason | null {
  if (!ORDER_NO.test(event.orderNo)) return "bad-order-no";
  if (event.amountFen <= 0n || event.amountFen > MOST_FEN) return "bad-amount";
  const discountFen = event.discountFen ?? 0n;
  if (discountFen < 0n || discountFen > event.amountFen) return "bad-discount";
  if (Number.isNaN(event.occurredAt.getTime())) return "bad-time";
  if (!areItems(event.items)) return "bad-items";
  if (event.type === "order") return event.returnOf ? "bad-return-of" : null;
  return event.returnOf && ORDER_NO.test(event.returnOf) ? null : "bad-return-of";
}

/** A new event is told within a month, by a clock that is about right. */
export function faultOfTime(occurredAt: Date, now: Date): RejectReason | null {
  const ageMs = now.getTime() - occurredAt.getTime();
  if (ageMs > OLDEST_DAYS * DAY_MS) return "too-old";
  return ageMs < -AHEAD_MINUTES * MINUTE_MS ? "in-future" : null;
}

function areItems(items: EventInput["items"]): boolean {
  if (items === undefined || items === null) return true;
  if (typeof items === "number") return isQuantity(items);
  if (
    items.length > MOST_SKUS ||
    !items.every(({ sku, quantity }) => ORDER_NO.test(sku) && isQuantity(quantity))
  )
    return false;
  return items.reduce((sum, { quantity }) => sum + quantity, 0) <= MOST_ITEMS;
}

function isQuantity(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MOST_ITEMS;
}
