import type { CallRefusal, ProviderFact } from "./provider.ts";

/**
 * Monthly giving as a provider sees it: an agreement that the donor signs on the provider's own page, and
 * deductions under it. A provider that cannot do this has no `recurring`; WeChat Pay's 委托代扣 would be one
 * more implementation of this interface.
 */
export type RecurringPayments = OurBilling | ProviderBilling;

interface Agreements {
  /** Opens the page on which the donor signs. The same reference opens the same agreement. */
  createAgreement(request: AgreementRequest): Promise<CreateAgreementResult>;
  queryAgreement(reference: AgreementReference): Promise<QueryAgreementResult>;
  /** Ends it at the provider; "ended" also where it was over already. */
  cancelAgreement(reference: AgreementReference): Promise<CancelAgreementResult>;
  /** Makes the provider's agreement hold these terms. Safe to repeat. */
  adjustAgreement(reference: AgreementReference, terms: AgreementTerms): Promise<AdjustAgreementResult>;
}

/** Each deduction is started by us, inside the window that ends on the agreed day. */
export interface OurBilling extends Agreements {
  readonly billing: "ours";
  /** One deduction. Calling again with the same payment id never takes money twice. */
  charge(request: ChargeRequest): Promise<ChargeResult>;
}

/** The provider bills by itself on the agreed day and tells us. */
export interface ProviderBilling extends Agreements {
  readonly billing: "provider";
  /** What a message about a payment without our number was billed for; "foreign" if by no agreement of ours. */
  findBilled(objectId: string): Promise<FindBilledResult>;
  /** Writes our payment id on what was billed, so that the provider's books carry it. */
  labelBilled(billed: Billed, paymentId: string): Promise<{ ok: true } | Refused>;
}

interface Refused {
  ok: false;
  reason: CallRefusal;
  detail: string;
}

export interface AgreementRequest {
  /** Ours, at most 32 characters of [0-9a-z]. */
  reference: string;
  amountFen: bigint;
  currency: string;
  subject: string;
  /** YYYY-MM-DD in China: the day of the first deduction. */
  firstDueOn: string;
  /** The last day on which it may be made, where we deduct. Its day is 1–28. */
  executeOn: string;
  returnUrl: string;
  cancelUrl: string;
  notifyUrl: string;
  expiresAt: Date;
  now: Date;
}

export type CreateAgreementResult =
  | { ok: true; signUrl: string; providerOrderId: string | null }
  | (Omit<Refused, "reason"> & {
      reason: CallRefusal | "amount-out-of-range" | "currency-not-supported";
    });

export interface AgreementReference {
  reference: string;
  /** What `createAgreement` gave (Stripe: cs_…). */
  providerOrderId: string | null;
  /** agreement_no or sub_…, once it is signed. */
  agreementId: string | null;
  now: Date;
}

/** "not-found": nobody opened the page yet, or it was never signed. `nextDeductOn`: only where we deduct. */
export type QueryAgreementResult =
  | {
      ok: true;
      state: "not-found" | "pending" | "signed" | "ended";
      agreementId: string | null;
      nextDeductOn: string | null;
    }
  | Refused;

export type CancelAgreementResult = { ok: true; state: "ended" } | Refused;

export interface AgreementTerms {
  amountFen: bigint;
  currency: string;
  /** The next day on which money may be taken (YYYY-MM-DD); null: nothing until further notice. */
  nextDueOn: string | null;
  /** The last day of that deduction's window. */
  executeOn: string | null;
}

/** "ended": it is over at the provider. "too-early": the provider only moves the day later. */
export type AdjustAgreementResult = { ok: true; state: "adjusted" | "ended" | "too-early" } | Refused;

export interface ChargeRequest {
  paymentId: string;
  agreementId: string;
  amountFen: bigint;
  currency: string;
  subject: string;
  notifyUrl: string;
  now: Date;
}

export type ChargeRefusal =
  | "insufficient-funds"
  | "over-limit"
  | "agreement-ended"
  | "not-in-window"
  | "declined";

/** A definite no carries the reason; "unknown" must be asked about by the same payment id. */
export type ChargeResult =
  | { ok: true; state: "paid" | "pending"; facts: ProviderFact[] }
  | { ok: false; reason: ChargeRefusal | "unknown"; detail: string };

/** Money that the provider took by itself under an agreement. */
export interface Billed {
  agreementId: string;
  reference: string | null;
  /** When the billed period begins; its month in China is the period. */
  periodStart: Date;
  /** PaymentIntent. */
  paymentObjectId: string;
  amountFen: bigint;
  currency: string;
  paidAt: Date;
}

export type FindBilledResult =
  | { ok: true; state: "billed"; billed: Billed }
  | { ok: true; state: "foreign" | "nothing-taken" }
  | Refused;

/** What a provider says of an agreement; it goes to monthly giving, not to the inbox of money. */
export interface AgreementFact {
  kind: "signed" | "ended" | "charge-failed";
  /** Ours, where the message carries it. */
  reference: string | null;
  agreementId: string;
  occurredAt: Date;
  /** charge-failed: the period's begin, which try it was, and when the provider tries again. */
  failed?: { periodStart: Date; attempt: number; nextTryAt: Date | null };
}
