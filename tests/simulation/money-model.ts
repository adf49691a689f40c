import type { DonationStatus } from "#app/features/donations/donation-status.ts";
import { type Order, type ProviderWorld, refundedFen } from "./provider-world.ts";

/**
 * The books a second time, as somebody with a pencil would keep them: no messages, no accounts, no order of
 * events, only what is true at the providers in the end. It must agree with the real books to the fen.
 */
export interface ModelFund {
  raised: bigint;
  refunded: bigint;
  held: bigint;
  giftCount: bigint;
}

export interface ModelGift {
  /** Orders that may be the one that counts; with several, the books choose one. */
  candidates: Order[];
  counted: Order | null;
  status: DonationStatus;
}

/** `countedIds`: the payments that the books count; checked here to be a possible choice. */
export function modelGift(
  world: ProviderWorld,
  donationId: string,
  books: { countedIds: ReadonlySet<string>; settledIds: ReadonlySet<string> },
): ModelGift {
  const orders = world.ordersOf(donationId);
  const candidates = orders.filter(({ gift, paid }) => paid?.amountFen === gift.amountFen);
  const chosen = orders.filter(({ gift }) => books.countedIds.has(gift.paymentId));
  if (
    chosen.length !== Math.min(candidates.length, 1) ||
    !chosen.every((order) => candidates.includes(order))
  )
    throw new Error(`gift ${donationId}: ${chosen.length} counted of ${candidates.length} rightly paid`);
  const counted = chosen[0] ?? null;
  return { candidates, counted, status: statusOf(orders, counted, books.settledIds) };
}

function statusOf(
  orders: readonly Order[],
  counted: Order | null,
  settledIds: ReadonlySet<string>,
): DonationStatus {
  if (!counted) {
    const paid = orders.filter((order) => order.paid);
    if (paid.some((order) => refundedFen(order) < (order.paid?.amountFen ?? 0n))) return "quarantined";
    if (paid.length > 0) return "refunded";
    return orders.at(-1)?.isClosed ? "closed" : "pending";
  }
  if (counted.disputes.some(({ end }) => end === "lost")) return "charged-back";
  if (counted.disputes.some(({ end }) => end === "open")) return "disputed";
  const backFen = refundedFen(counted);
  if (backFen >= counted.gift.amountFen) return "refunded";
  if (backFen > 0n) return "partially-refunded";
  return settledIds.has(counted.gift.paymentId) ? "settled" : "paid";
}

export function modelFund(gifts: readonly ModelGift[]): ModelFund {
  const fund: ModelFund = { raised: 0n, refunded: 0n, held: 0n, giftCount: 0n };
  for (const { counted } of gifts) {
    if (!counted) continue;
    fund.raised += counted.gift.amountFen;
    fund.giftCount += 1n;
    fund.refunded += refundedFen(counted);
    for (const { amountFen, end } of counted.disputes) {
      if (end === "lost") fund.refunded += amountFen;
      if (end === "open") fund.held += amountFen;
    }
  }
  return fund;
}

/** Money that was really paid and is no gift, less what went back of it. */
export function modelSuspenseFen(world: ProviderWorld, gifts: readonly ModelGift[]): bigint {
  const counted = new Set(gifts.map((gift) => gift.counted));
  return world.orders
    .filter((order) => order.paid && !counted.has(order))
    .reduce((sum, order) => sum + (order.paid?.amountFen ?? 0n) - refundedFen(order), 0n);
}
