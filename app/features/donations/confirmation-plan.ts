import type { TransferInput } from "#app/features/ledger/post.server.ts";
import type { FactOutcome, ReceivedFact } from "./provider-event.ts";

export interface PlannedRefund {
  fundId: string;
  id: string;
  donationId: string;
  paymentId: string;
  amountFen: bigint;
  providerRefundId: string;
  at: Date;
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

/** What one transaction will write, gathered before anything is written. */
export interface ConfirmationPlan {
  outcomes: Map<ReceivedFact, FactOutcome>;
  transfers: TransferInput[];
  refunds: Map<string, PlannedRefund>;
  disputes: Map<string, PlannedDispute>;
  /** What a fund has to give, as read under its lock; lowered as refunds and disputes take from it. */
  availableFen: Map<string, bigint>;
  thankDonationIds: Set<string>;
}

export function emptyPlan(availableFen: Map<string, bigint>): ConfirmationPlan {
  return {
    outcomes: new Map(),
    transfers: [],
    refunds: new Map(),
    disputes: new Map(),
    availableFen,
    thankDonationIds: new Set(),
  };
}
