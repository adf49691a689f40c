/** An order or a return as a till tells it. Amounts in fen. */
export interface EventInput {
  /** The shop's own number of it, unique in the enterprise: 1–64 characters without spaces. */
  orderNo: string;
  type: "order" | "return";
  /** Before the merchant's discount; of a return: how much of the order came back. */
  amountFen: bigint;
  /** What was taken off; 0 unless told. */
  discountFen?: bigint;
  occurredAt: Date;
  /** Slug of the campaign, where the enterprise has agreements with several. */
  campaign?: string | null;
  /** How many things were sold, or which. */
  items?: number | readonly Item[] | null;
  /** Of a return: the number of its order. */
  returnOf?: string | null;
}
export interface Item {
  sku: string;
  quantity: number;
}

export const EVENT_SOURCES = ["api", "csv", "till"] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];

export const LONGEST_ORDER_NO = 64;
/** Neither spaces nor characters that cannot be seen: what a person reads off a slip is what is stored. */
export const ORDER_NO = /^[^\s\p{C}]{1,64}$/u;
/** One hundred million yuan. */
export const MOST_FEN = 10_000_000_000n;
export const MOST_ITEMS = 10_000;
export const MOST_SKUS = 200;
export const MOST_EVENTS = 1_000;
/** How old an event may be, and how far a till's clock may be ahead. */
export const OLDEST_DAYS = 31;
export const AHEAD_MINUTES = 5;

/**
 * Why a row was not taken, stable for programs; each has its sentence in the dictionary consumptionIntake
 * (`reason_…`) that says what to do.
 */
export const REJECT_REASONS = [
  "bad-row",
  "bad-order-no",
  "bad-type",
  "bad-amount",
  "bad-discount",
  "bad-time",
  "bad-campaign",
  "bad-items",
  "bad-return-of",
  "too-old",
  "in-future",
  "no-agreement",
  "agreement-not-started",
  "agreement-ended",
  "campaign-needed",
  "unknown-campaign",
  "gift-too-large",
  "unknown-order",
  "return-before-order",
  "returned-too-much",
  "other-content",
  "other-campaign",
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export interface EventResult {
  orderNo: string;
  outcome: "accepted" | "duplicate" | "rejected";
  /** In ten-thousandths of a fen, before the caps of day and campaign; of a return zero or negative; 0n if rejected. */
  donationFenE4: bigint;
  reason?: RejectReason;
}

/** What of an event is stored, besides who told it and when. */
export interface StoredEvent {
  orderNo: string;
  type: "order" | "return";
  amountFen: bigint;
  discountFen: bigint;
  itemCount: number | null;
  items: readonly Item[] | null;
  returnOf: string | null;
  occurredAt: Date;
  agreementId: string;
  version: number;
  giftE4: bigint;
}

/** What may differ where an order number comes a second time. */
export const DIFFERENCES = ["type", "amount", "discount", "time", "items", "order", "campaign"] as const;
export type Difference = (typeof DIFFERENCES)[number];

/** An order number that came again with something else: the first stands, and the charity may ask. */
export interface EventConflict {
  orderNo: string;
  differs: Difference[];
}

/** Items as they are stored: one line per sku, by sku, so that their order makes no other content. */
export function storedItems(items: EventInput["items"]): Pick<StoredEvent, "itemCount" | "items"> {
  if (items === undefined || items === null) return { itemCount: null, items: null };
  if (typeof items === "number") return { itemCount: items, items: null };
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of items) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  const lines = [...bySku].map(([sku, quantity]) => ({ sku, quantity }));
  return { itemCount: null, items: lines.sort((a, b) => (a.sku < b.sku ? -1 : 1)) };
}
