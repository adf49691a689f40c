import type { TransferInput } from "#app/features/ledger/post.server.ts";
import type { FactOutcome, QuarantineReason, ReceivedFact } from "./provider-event.ts";

export interface PlannedRefund {
  /** The organization where the money never belonged to a fund. */
  fundId: string;
  id: string;
  donationId: string | null;
  paymentId: string | null;
  paymentObjectId: string | null;
  amountFen: bigint;
  providerRefundId: string;
  at: Date;
  paidAt: Date | null;
  failedAt: Date | null;
}

export interface PlannedDispute {
  fundId: string;
  id: string;
  donationId: string;
  paymentId: string;
  amountFen: bigint;
  providerDisputeId: string;
  openedAt: Date;
  wonAt: Date | null;
  lostAt: Date | null;
}

/** Something received that a person must decide about. */
export interface PlannedQuarantine {
  id: string;
  reason: QuarantineReason;
  received: ReceivedFact;
  /** Of the payment that it names, where we know it. */
  fundId: string | null;
  donationId: string | null;
  expectedFen: bigint | null;
  expectedCurrency: string | null;
  /** What of it is in suspense. */
  heldFen: bigint;
  objectId: string;
}

/** What one transaction will write, gathered before anything is written. */
export interface ConfirmationPlan {
  outcomes: Map<ReceivedFact, FactOutcome>;
  transfers: TransferInput[];
  refunds: Map<string, PlannedRefund>;
  disputes: Map<string, PlannedDispute>;
  quarantine: Map<string, PlannedQuarantine>;
  /** Objects whose money in suspense the provider gave back by itself. */
  returned: { organizationId: string; objectId: string; at: Date }[];
  /** What a fund has to give, as read under its lock; lowered as refunds and disputes take from it. */
  availableFen: Map<string, bigint>;
  /** Gifts that a payment of this batch makes. */
  countedDonationIds: Set<string>;
  thankDonationIds: Set<string>;
}

export function emptyPlan(availableFen: Map<string, bigint>): ConfirmationPlan {
  return {
    outcomes: new Map(),
    transfers: [],
    refunds: new Map(),
    disputes: new Map(),
    quarantine: new Map(),
    returned: [],
    availableFen,
    countedDonationIds: new Set(),
    thankDonationIds: new Set(),
  };
}

/** What the fund has to give changes while a plan grows; unknown funds were not locked and are not tracked. */
export function addAvailable(plan: ConfirmationPlan, fundId: string, amountFen: bigint): void {
  const before = plan.availableFen.get(fundId);
  if (before !== undefined) plan.availableFen.set(fundId, before + amountFen);
}
