import type { Presentation } from "./presentations.ts";

/**
 * The one shape in which the rest of the program sees a payment provider. A new provider is one adapter that
 * implements `PaymentProvider` and one line in `index.server.ts`: README.md says how.
 *
 * Money is `bigint` minor units (fen for CNY). An outcome that is not known (timeout, reset, 5xx, unsigned
 * answer) is `reason: "unknown"`: the thing may have happened. Ask again with the same ids, never with new ones.
 */

import type { AgreementFact, RecurringPayments } from "./recurring.ts";
import type { RiskSignal } from "./risk-signal.ts";
import type { PayeeTransfers } from "./transfers.ts";

export const PROVIDER_NAMES = ["alipay", "stripe"] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

export type ProviderFactType =
  | "paid"
  | "closed"
  | "refunded"
  | "refund-failed"
  | "dispute-opened"
  | "dispute-won"
  | "dispute-lost"
  | "failed"
  | "other";

/** Something that the provider says happened, after its signature (or its signed answer) was checked. */
export interface ProviderFact {
  provider: ProviderName;
  /**
   * Inbox key. Stripe: event id. Alipay: trade_no|trade_status|out_biz_no|refund_fee. A fact learnt by asking
   * has "query|…": it meets its notification at (providerAccount, objectId, type), not at this key.
   */
  eventKey: string;
  type: ProviderFactType;
  /** The provider's own word: trade_status, or Stripe's event type. */
  providerType: string;
  /** Our payment id as the provider carries it (out_trade_no, metadata.payment_id); null if it carries none. */
  paymentId: string | null;
  /** What the fact is about: trade_no or PaymentIntent; for refunds and disputes the refund's or dispute's id. */
  objectId: string;
  /** The payment the fact belongs to at the provider (trade_no, PaymentIntent), where known. */
  paymentObjectId: string | null;
  /** Alipay: app_id/seller_id of the credential. Stripe: acct_…. */
  providerAccount: string;
  /**
   * As the message says, never compared here. For "refunded" it is the one refund where the provider tells
   * it (Stripe), else the cumulative sum (Alipay): see `cumulativeRefundedFen`.
   */
  amountFen: bigint;
  /** Upper case ISO 4217. */
  currency: string;
  occurredAt: Date;
  /** False: rightly signed but for another seller. Quarantine, never credit. */
  sellerMatches: boolean;
  /** Payers are never taken over from the provider. */
  payerReference: null;
  /** Sum of all refunds of this payment so far, where the message carries it. */
  cumulativeRefundedFen?: bigint;
  /** Our refund id (out_request_no, metadata.refund_id) where carried, else the provider's refund id. */
  refundId?: string;
  /** The payment carries no number of ours and may have been billed under an agreement: ask by this id. */
  billedObjectId?: string;
  /** SHA-256 (hex) of the raw message. For information: a retry may differ in its notify_time. */
  payloadSha256: string;
}

export type NotificationRefusal = "bad-signature" | "stale" | "wrong-app" | "malformed" | "ignored";

/** "ignored": genuine, but nothing to do. It must be acknowledged like an accepted one. */
export type VerifyResult =
  | { ok: true; events: ProviderFact[]; agreements?: AgreementFact[]; signal?: RiskSignal }
  | { ok: false; reason: NotificationRefusal; detail: string; signal?: RiskSignal };

/** Node's `IncomingHttpHeaders` (lower-case names). */
export type NotificationHeaders = Record<string, string | string[] | undefined>;

export interface OrderRequest {
  /** Also the provider's order number and idempotency key: calling twice makes one order. */
  paymentId: string;
  amountFen: bigint;
  currency: string;
  subject: string;
  returnUrl: string;
  cancelUrl: string;
  notifyUrl: string;
  /** Same value on every retry of one payment. Stripe wants 30 minutes to 24 hours after the first call. */
  expiresAt: Date;
  device: "desktop" | "mobile";
  /** "qr": `payUrl` of the answer is drawn as a code to scan, and need not be a web address. Default "redirect". */
  presentation?: Presentation;
  now: Date;
}

export type CallRefusal = "unknown" | "refused";

export type CreateOrderResult =
  | { ok: true; payUrl: string; providerOrderId: string | null }
  | {
      ok: false;
      reason: CallRefusal | "amount-out-of-range" | "currency-not-supported" | "bad-payment-id";
      detail: string;
    };

export interface OrderReference {
  paymentId: string;
  /** What `createOrder` gave (Stripe: cs_…; Alipay: null). */
  providerOrderId: string | null;
  now: Date;
}

/**
 * "not-found": the provider knows no such order (Alipay makes it when the payer signs in, so it may still
 * come before it expires). `facts` go through the same verb as notifications; empty while pending.
 */
export type QueryOrderResult =
  | {
      ok: true;
      state: "not-found" | "pending" | "paid" | "closed" | "refunded";
      facts: ProviderFact[];
    }
  | { ok: false; reason: CallRefusal; detail: string };

/** "paid": it was too late to close, take the money: `facts` holds the payment. */
export type CloseOrderResult =
  | { ok: true; state: "closed" | "not-found" | "paid"; facts: ProviderFact[] }
  | { ok: false; reason: CallRefusal; detail: string };

export interface RefundRequest {
  paymentId: string;
  /** trade_no or PaymentIntent. */
  paymentObjectId: string;
  /** Ours; out_request_no at Alipay, idempotency key at Stripe. */
  refundId: string;
  amountFen: bigint;
  currency: string;
  reason: string;
  now: Date;
  /** From 2 on: the provider said that it knows no refund of this id, so a fault it remembers may be passed over. */
  attempt?: number;
}

export type RefundState = "succeeded" | "pending" | "failed";

export type RefundResult =
  | { ok: true; state: RefundState; providerRefundId: string; cumulativeRefundedFen: bigint | null }
  | {
      ok: false;
      reason: CallRefusal | "insufficient-balance" | "not-refundable" | "exceeds-payment";
      detail: string;
    };

export interface RefundReference {
  paymentId: string;
  paymentObjectId: string;
  refundId: string;
  providerRefundId: string | null;
  now: Date;
}

export type QueryRefundResult =
  | { ok: true; state: RefundState | "not-found"; providerRefundId: string | null; amountFen: bigint | null }
  | { ok: false; reason: CallRefusal; detail: string };

export type BillSource = "alipay-trade" | "alipay-signcustomer" | "stripe";

export interface BillRequest {
  source: BillSource;
  /** YYYY-MM-DD; a day of Asia/Shanghai for Alipay, of UTC for Stripe. Alipay also takes a month that is over, YYYY-MM. */
  day: string;
  now: Date;
}

/** `bytes` go to `readStatement(source, bytes)` as an uploaded file would. */
export type BillResult =
  | { ok: true; source: BillSource; fileName: string; bytes: Uint8Array }
  | {
      ok: false;
      reason: CallRefusal | "not-ready" | "wrong-source" | "forbidden-host" | "too-large";
      detail: string;
    };

export type SelfTestResult =
  | { ok: true }
  | {
      ok: false;
      reason: "bad-private-key" | "bad-public-key" | "own-public-key" | "bad-secret";
      detail: string;
    };

/** What the provider made of one harmless question. "no-answer" says nothing about the keys. */
export type ProbeResult =
  | { ok: true }
  | {
      ok: false;
      reason:
        | "no-answer"
        | "unknown-app"
        | "private-key-refused"
        | "answer-not-verified"
        | "secret-key-refused"
        | "other-account"
        | "refused";
      detail: string;
    };

export interface PaymentProvider {
  readonly provider: ProviderName;
  /** Alipay: `${appId}/${sellerId}`; Stripe: accountId. Part of the identity of everything it reports. */
  readonly providerAccount: string;
  /** Play money or test mode: loopback gateway, Alipay's sandbox or an sk_test key. */
  readonly mode: "live" | "test";
  /** The gateway is on this machine: allowed only with DEMO=1. */
  readonly isLoopback: boolean;
  /** Body to answer an accepted (or ignored) notification with, status 200 text/plain. */
  readonly acknowledgement: string;

  createOrder(order: OrderRequest): Promise<CreateOrderResult>;
  queryOrder(order: OrderReference): Promise<QueryOrderResult>;
  closeOrder(order: OrderReference): Promise<CloseOrderResult>;
  /** Synchronous and cheap; raw body as received. Anything but ok is not to be trusted at all. */
  verifyNotification(rawBody: Uint8Array | string, headers: NotificationHeaders, now: Date): VerifyResult;
  /** Facts of messages that the provider could not deliver since then (Stripe; Alipay has no such list). */
  listUndelivered(since: Date): AsyncGenerator<ProviderFact, void, undefined>;
  refund(refund: RefundRequest): Promise<RefundResult>;
  queryRefund(refund: RefundReference): Promise<QueryRefundResult>;
  fetchBill(bill: BillRequest): Promise<BillResult>;
  /** Signs and verifies with the configured keys, without calling anybody. */
  selfTest(): SelfTestResult;
  /** Asks the provider one harmless question, so that a wrong key is found before a donor finds it. */
  probe(now: Date): Promise<ProbeResult>;
  /** Monthly giving; absent where the provider cannot. */
  readonly recurring?: RecurringPayments;
  /** Payments to single payees out of the organization's own account there. */
  readonly transfers?: PayeeTransfers;
}
