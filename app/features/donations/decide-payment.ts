import { accountId } from "#app/features/ledger/accounts.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import type { ConfirmationPlan } from "./confirmation-plan.ts";
import type { PaymentState } from "./confirmation-state.server.ts";
import type { FactOutcome, QuarantineReason, ReceivedFact } from "./provider-event.ts";

/** Names the transfers of a provider's object, whoever reports it. */
export function transferIdFor(
  received: ReceivedFact,
  leg: string,
  objectId = received.fact.objectId,
): string {
  return transferIdOf(received.fact.provider, received.credentialId, objectId, leg);
}

/**
 * Takes a "paid" fact: the gift's first rightly paid attempt counts; anything else that was really paid
 * waits in suspense with its reason, because the money is there.
 */
export function decidePaid(
  received: ReceivedFact,
  payment: PaymentState | undefined,
  plan: ConfirmationPlan,
): FactOutcome {
  const { fact } = received;
  if (!fact.sellerMatches) return quarantineWithoutMoney(payment, fact.occurredAt, "wrong-seller");
  if (fact.currency !== "CNY") return quarantineWithoutMoney(payment, fact.occurredAt, "wrong-currency");
  if (!payment) return holdInSuspense(received, received.organizationId, null, plan, "unknown-payment");
  if (payment.credentialId !== received.credentialId) {
    return holdInSuspense(received, received.organizationId, null, plan, "other-credential");
  }
  if (payment.providerObjectId === fact.objectId) return sameObjectAgain(payment, fact.amountFen);
  if (payment.paidAt || payment.quarantinedAt) {
    // The same order paid a second time at the provider: another object, real money.
    return holdInSuspense(received, payment.organizationId, payment.donationId, plan, "second-payment");
  }
  if (fact.amountFen !== payment.amountFen) {
    markPaid(payment, received, false);
    payment.quarantinedAt = fact.occurredAt;
    payment.quarantineReason = "wrong-amount";
    return holdInSuspense(received, payment.organizationId, payment.donationId, plan, "wrong-amount");
  }
  if (payment.isGiftCounted) {
    markPaid(payment, received, false);
    payment.quarantinedAt = fact.occurredAt;
    payment.quarantineReason = "second-payment";
    return holdInSuspense(received, payment.organizationId, payment.donationId, plan, "second-payment");
  }
  markPaid(payment, received, true);
  plan.transfers.push({
    bookId: payment.fundId,
    id: transferIdFor(received, "gift"),
    factId: payment.id,
    kind: "gift-paid",
    debitAccountId: accountId("clearing", payment.credentialId, payment.currency),
    creditAccountId: accountId("available", payment.fundId, payment.currency),
    amountFen: payment.amountFen,
    currency: payment.currency,
    subjectId: payment.donationId,
    occurredAt: fact.occurredAt,
  });
  addAvailable(plan, payment.fundId, payment.amountFen);
  if (payment.email) plan.thankDonationIds.add(payment.donationId);
  return "applied";
}

/** What the fund has to give changes while a plan grows; unknown funds were not locked and are not tracked. */
export function addAvailable(plan: ConfirmationPlan, fundId: string, amountFen: bigint): void {
  const before = plan.availableFen.get(fundId);
  if (before !== undefined) plan.availableFen.set(fundId, before + amountFen);
}

function sameObjectAgain(payment: PaymentState, amountFen: bigint): FactOutcome {
  return payment.paidAmountFen === amountFen ? "repeated" : "quarantined:conflicting-content";
}

function markPaid(payment: PaymentState, received: ReceivedFact, counts: boolean): void {
  payment.paidAt = received.fact.occurredAt;
  payment.paidAmountFen = received.fact.amountFen;
  payment.providerObjectId = received.fact.objectId;
  if (counts) payment.countedAt = received.fact.occurredAt;
  payment.isChanged = true;
}

/** Rightly signed, but not money of ours: nothing is posted, and the payment waits for a person. */
function quarantineWithoutMoney(
  payment: PaymentState | undefined,
  at: Date,
  reason: QuarantineReason,
): FactOutcome {
  if (payment && !payment.paidAt && !payment.quarantinedAt) {
    payment.quarantinedAt = at;
    payment.quarantineReason = reason;
    payment.isChanged = true;
  }
  return `quarantined:${reason}`;
}

function holdInSuspense(
  received: ReceivedFact,
  organizationId: string,
  donationId: string | null,
  plan: ConfirmationPlan,
  reason: QuarantineReason,
): FactOutcome {
  const { fact } = received;
  if (fact.amountFen <= 0n) return `quarantined:${reason}`;
  plan.transfers.push({
    bookId: organizationId,
    id: transferIdFor(received, "suspense"),
    factId: fact.objectId,
    kind: "suspense-received",
    debitAccountId: accountId("clearing", received.credentialId, fact.currency),
    creditAccountId: accountId("suspense", organizationId, fact.currency),
    amountFen: fact.amountFen,
    currency: fact.currency,
    subjectId: donationId,
    occurredAt: fact.occurredAt,
  });
  return `quarantined:${reason}`;
}
