import { addDays } from "#app/lib/time.ts";

/**
 * Order numbers of the web till: `Tq4k8d2-261122-7k2m9x4p`, the place, the day in China and eight random letters.
 * They are made before the first attempt to send (by the page, or on the phone by public/till-queue.js), so that an
 * order sent twice is a duplicate and never a second order.
 */
const ALPHABET = "0123456789abcdefghijkmnpqrstuvwxyz";
const RANDOM_LENGTH = 8;
/** How long an order may wait before it is sent: the contract of `occurredAt`. */
const KEPT_DAYS = 31;

/** Of a shop the end of its id, which is its random part; of an enterprise without shops the end of its own. */
export const placeCodeOf = (placeId: string): string => `T${placeId.replaceAll("-", "").slice(-6)}`;

/** @param day "2026-11-22"; `bytes` are random, at least eight. */
export function newOrderNo(placeId: string, day: string, bytes: Uint8Array): string {
  let random = "";
  for (const byte of bytes.subarray(0, RANDOM_LENGTH)) random += ALPHABET[byte % ALPHABET.length];
  return `${placeCodeOf(placeId)}-${shortDay(day)}-${random}`;
}

const shortDay = (day: string): string => day.slice(2).replaceAll("-", "");

/** The lowest and the highest number of a place in these days; all of one length, so that every collation agrees. */
export const orderNosBetween = (placeId: string, fromDay: string, toDay: string): [string, string] => [
  `${placeCodeOf(placeId)}-${shortDay(fromDay)}-${"0".repeat(RANDOM_LENGTH)}`,
  `${placeCodeOf(placeId)}-${shortDay(toDay)}-${"z".repeat(RANDOM_LENGTH)}`,
];

/** The numbers that eight letters may stand for: those of a place in the days by which orders may be late. */
export function candidateOrderNos(placeId: string, letters: string, today: string): string[] {
  const ago = Array.from({ length: KEPT_DAYS + 1 }, (_, days) => addDays(today, -days));
  return ago.map((day) => `${placeCodeOf(placeId)}-${shortDay(day)}-${letters}`);
}

export const TILL_ORDER_NO = /^T[0-9a-z]{6}-\d{6}-[0-9a-z]{8}$/;

/** The place that a till's order number names; null for a number from elsewhere. */
export const placeCodeIn = (orderNo: string): string | null =>
  TILL_ORDER_NO.test(orderNo) ? (orderNo.split("-", 1)[0] ?? null) : null;

/** What people read to each other: the last eight letters in two groups. */
export const spokenOrderNo = (orderNo: string): string =>
  TILL_ORDER_NO.test(orderNo) ? `${orderNo.slice(-8, -4)} ${orderNo.slice(-4)}` : orderNo;

/** What somebody typed as an order's number, or the eight letters of it, as the store has it. */
export function typedOrderNo(typed: string): string {
  const text = typed.normalize("NFKC").trim().slice(0, 64);
  const bare = text.replace(/\s/g, "");
  if (/^[0-9a-z]{8}$/i.test(bare)) return bare.toLowerCase();
  return /^t[0-9a-z]{6}-\d{6}-[0-9a-z]{8}$/i.test(bare) ? `T${bare.slice(1).toLowerCase()}` : text;
}
