import type { ReceivedFact } from "#app/features/donations/provider-event.ts";
import type { ProviderFact } from "#app/features/payments/providers/provider.ts";
import { type PendingGift, paidFact } from "#tests/factories/books.ts";

/** One order at a payment provider, as the provider knows it: the truth that the books must come to. */
export interface Order {
  gift: PendingGift;
  provider: "alipay" | "stripe";
  paid: { objectId: string; amountFen: bigint } | null;
  isClosed: boolean;
  refunds: { id: string; amountFen: bigint; hasFailed: boolean }[];
  disputes: { id: string; amountFen: bigint; end: "open" | "won" | "lost" }[];
  /** The day whose bill shows it. */
  billDay: string | null;
}

/** A message on its way: it may be told again, late, in another order, or never. */
export interface Message {
  fact: ReceivedFact;
  isLost: boolean;
}

/** What two payment companies do, and the messages they send about it. */
export class ProviderWorld {
  orders: Order[] = [];
  messages: Message[] = [];
  private count = 0;

  constructor(private at: Date) {}

  private next(prefix: string): string {
    this.count += 1;
    return `${prefix}${String(this.count).padStart(6, "0")}`;
  }

  order(gift: PendingGift, provider: Order["provider"]): Order {
    const order: Order = {
      gift,
      provider,
      paid: null,
      isClosed: false,
      refunds: [],
      disputes: [],
      billDay: null,
    };
    this.orders.push(order);
    return order;
  }

  ordersOf(donationId: string): Order[] {
    return this.orders.filter(({ gift }) => gift.donationId === donationId);
  }

  pay(order: Order, amountFen: bigint, isLost: boolean): void {
    const objectId = this.next(order.provider === "alipay" ? "2026112022001400000000" : "pi_");
    order.paid = { objectId, amountFen };
    this.tell(this.paidFact(order), isLost);
  }

  close(order: Order): void {
    order.isClosed = true;
    this.tell(this.fact(order, { type: "closed", providerType: "TRADE_CLOSED", amountFen: 0n }));
  }

  refund(order: Order, amountFen: bigint): void {
    const id = this.next("re_");
    order.refunds.push({ id, amountFen, hasFailed: false });
    const sumFen = refundedFen(order);
    // Alipay tells the sum so far, Stripe the one refund.
    const told =
      order.provider === "alipay"
        ? { amountFen: sumFen, cumulativeRefundedFen: sumFen, refundId: id, objectId: id }
        : { amountFen, objectId: id };
    this.tell(this.fact(order, { type: "refunded", ...told }));
  }

  failRefund(order: Order, refund: Order["refunds"][number]): void {
    refund.hasFailed = true;
    const { id, amountFen } = refund;
    this.tell(this.fact(order, { type: "refund-failed", objectId: id, amountFen }));
  }

  dispute(order: Order, amountFen: bigint): void {
    const id = this.next("dp_");
    order.disputes.push({ id, amountFen, end: "open" });
    this.tell(this.fact(order, { type: "dispute-opened", objectId: id, amountFen }));
  }

  endDispute(order: Order, dispute: Order["disputes"][number], end: "won" | "lost"): void {
    dispute.end = end;
    const { id, amountFen } = dispute;
    this.tell(this.fact(order, { type: `dispute-${end}`, objectId: id, amountFen }));
  }

  /** What the provider answers when it is asked about an order: a payment whose message was lost is in it. */
  asked(order: Order): ReceivedFact[] {
    if (!order.paid) return [];
    const fact = this.paidFact(order);
    const eventKey = `query|${fact.fact.objectId}`;
    return [{ ...fact, origin: "sweep", fact: { ...fact.fact, eventKey } }];
  }

  /** What the provider itself holds for the charity: money in less money back. */
  balanceFen(credentialId: string): bigint {
    return this.orders
      .filter(({ gift }) => gift.credentialId === credentialId)
      .reduce(
        (sum, order) => sum + (order.paid?.amountFen ?? 0n) - refundedFen(order) - chargedFen(order),
        0n,
      );
  }

  private paidFact(order: Order): ReceivedFact {
    const { objectId, amountFen } = order.paid as { objectId: string; amountFen: bigint };
    return this.fact(order, { type: "paid", objectId, amountFen });
  }

  private fact(order: Order, over: Partial<ProviderFact> & Pick<ProviderFact, "type">): ReceivedFact {
    const objectId = over.objectId ?? order.paid?.objectId ?? order.gift.paymentId;
    return paidFact(order.gift, {
      provider: order.provider,
      providerType: over.type,
      paymentObjectId: order.paid?.objectId ?? null,
      occurredAt: this.at,
      eventKey: `${over.type}|${objectId}|${over.amountFen ?? ""}`,
      ...over,
      objectId,
    });
  }

  private tell(fact: ReceivedFact, isLost = false): void {
    this.messages.push({ fact, isLost });
  }
}

/** Paid back and not returned. */
export function refundedFen(order: Order): bigint {
  return order.refunds.reduce((sum, refund) => sum + (refund.hasFailed ? 0n : refund.amountFen), 0n);
}

/** Taken by the payers' banks: while a dispute is open, and for good when it is lost. */
export function chargedFen(order: Order): bigint {
  return order.disputes.reduce((sum, dispute) => sum + (dispute.end === "won" ? 0n : dispute.amountFen), 0n);
}
