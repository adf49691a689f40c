/**
 * A gift's state is computed from rows that each only move forward; the first that holds counts.
 * `pending` covers a failed attempt too: the payer may try again.
 */
export const DONATION_STATUSES = [
  "quarantined",
  "charged-back",
  "disputed",
  "refunded",
  "partially-refunded",
  "settled",
  "paid",
  "closed",
  "pending",
] as const;
export type DonationStatus = (typeof DONATION_STATUSES)[number];

export interface StatusFacts {
  amountFen: bigint;
  isQuarantined: boolean;
  isPaid: boolean;
  isSettled: boolean;
  isClosed: boolean;
  refundedFen: bigint;
  isDisputed: boolean;
  isChargedBack: boolean;
  /** It never counted, and all that was paid for it went back. */
  isReturned: boolean;
}

/** The one word for where a gift stands. */
export function donationStatus(facts: StatusFacts): DonationStatus {
  if (facts.isQuarantined && !facts.isPaid) return "quarantined";
  if (facts.isChargedBack) return "charged-back";
  if (facts.isDisputed) return "disputed";
  if (facts.isReturned && !facts.isPaid) return "refunded";
  if (facts.refundedFen >= facts.amountFen) return "refunded";
  if (facts.refundedFen > 0n) return "partially-refunded";
  if (facts.isSettled) return "settled";
  if (facts.isPaid) return "paid";
  return facts.isClosed ? "closed" : "pending";
}
