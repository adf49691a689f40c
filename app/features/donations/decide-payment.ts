import { accountId } from "#app/features/ledger/accounts.ts";
import type { TransferInput } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { invariant } from "#app/lib/invariant.ts";
import { addAvailable, type ConfirmationPlan } from "./confirmation-plan.ts";
import type { PaymentState } from "./confirmation-state.server.ts";
import type { FactOutcome, QuarantineReason, ReceivedFact } from "./provider-event.ts";
import { planQuarantine } from "./quarantine-item.ts";
import { paidKind, withPromiseSettled } from "./settle-promise.ts";
import { lineFor, PAYMENT_TRANSITIONS, type PaymentFact, type PaymentStage } from "./transitions.ts";

/** Names the transfers of a provider's object, whoever reports it. */
export function transferIdFor(
  received: ReceivedFact,
  leg: string,
  objectId = received.fact.objectId,
): string {
  return transferIdOf(received.fact.provider, received.credentialId, objectId, leg);
}

export function paymentStage(payment: PaymentState): PaymentStage {
  if (payment.countedAt) return "counted";
  if (payment.paidAt) return "suspended";
  if (payment.quarantinedAt) return "barred";
  return payment.closedAt ? "closed" : "open";
}

/** What a "paid" or "closed" message says of this payment, held against what was ordered. */
function paymentFact(received: ReceivedFact, payment: PaymentState, plan: ConfirmationPlan): PaymentFact {
  const { fact } = received;
  if (fact.type === "closed") return "closed";
  if (!fact.sellerMatches) return "paid-to-other-seller";
  if (fact.currency !== payment.currency) return "paid-in-other-currency";
  if (payment.providerObjectId === fact.objectId)
    return payment.paidAmountFen === fact.amountFen ? "told-again" : "told-otherwise";
  if (payment.paidAt) return "paid-again";
  if (fact.amountFen !== payment.amountFen) return "paid-other-amount";
  if (payment.isGiftCounted || plan.countedDonationIds.has(payment.donationId ?? ""))
    return "paid-for-a-counted-gift";
  return payment.closedAt && !payment.takesGifts ? "paid-after-the-end" : "paid";
}

/** Takes "paid" and "closed": the gift's first rightly paid attempt counts; other money waits in suspense. */
export function decidePayment(
  received: ReceivedFact,
  payment: PaymentState,
  plan: ConfirmationPlan,
): FactOutcome {
  const stage = paymentStage(payment);
  const word = paymentFact(received, payment, plan);
  const line = lineFor(PAYMENT_TRANSITIONS, stage, word);
  invariant(line, `no line for a payment that is ${stage} and ${word}`);
  const { occurredAt, amountFen, objectId } = received.fact;
  const reason = reasonIn(line.outcome);
  if (line.next !== "same") {
    payment.isChanged = true;
    if (line.next === "closed") payment.closedAt = occurredAt;
    if (line.next === "counted" || line.next === "suspended") {
      payment.paidAt = occurredAt;
      payment.paidAmountFen = amountFen;
      payment.providerObjectId = objectId;
    }
    if (line.next === "counted") payment.countedAt = occurredAt;
    else if (reason && !payment.quarantinedAt) {
      payment.quarantinedAt = occurredAt;
      payment.quarantineReason = reason;
    }
  }
  if (line.posts === "gift-paid") countGift(received, payment, plan);
  const heldFen = line.posts === "suspense-received" ? holdInSuspense(received, payment, plan) : 0n;
  if (reason) planQuarantine(plan, received, { reason, payment, heldFen });
  return line.outcome;
}

/** Rightly signed money that belongs to no payment of this credential. */
export function decideUnknownPaid(
  received: ReceivedFact,
  payment: PaymentState | undefined,
  plan: ConfirmationPlan,
): FactOutcome {
  const { fact } = received;
  const reason: QuarantineReason = !fact.sellerMatches
    ? "wrong-seller"
    : fact.currency !== "CNY"
      ? "wrong-currency"
      : payment
        ? "other-credential"
        : "unknown-payment";
  const isHeld = reason === "other-credential" || reason === "unknown-payment";
  const heldFen = isHeld ? holdInSuspense(received, null, plan) : 0n;
  planQuarantine(plan, received, { reason, payment, heldFen });
  return `quarantined:${reason}`;
}

const reasonIn = (outcome: FactOutcome): QuarantineReason | null =>
  outcome.startsWith("quarantined:") ? (outcome.slice("quarantined:".length) as QuarantineReason) : null;

function countGift(received: ReceivedFact, payment: PaymentState, plan: ConfirmationPlan): void {
  const gift: TransferInput = {
    bookId: payment.fundId,
    id: transferIdFor(received, "gift"),
    factId: payment.id,
    kind: paidKind(payment),
    debitAccountId: accountId("clearing", payment.credentialId, payment.currency),
    creditAccountId: accountId("available", payment.fundId, payment.currency),
    amountFen: payment.amountFen,
    currency: payment.currency,
    subjectId: payment.donationId,
    occurredAt: received.fact.occurredAt,
  };
  plan.transfers.push(...withPromiseSettled(gift, payment.organizationId, payment));
  addAvailable(plan, payment.fundId, payment.amountFen);
  if (!payment.donationId) return;
  plan.countedDonationIds.add(payment.donationId);
  if (payment.email) plan.thankDonationIds.add(payment.donationId);
}

/** @returns what is held, in fen. */
function holdInSuspense(
  received: ReceivedFact,
  payment: PaymentState | null,
  plan: ConfirmationPlan,
): bigint {
  const { fact, organizationId, credentialId } = received;
  if (fact.amountFen <= 0n) return 0n;
  plan.transfers.push({
    bookId: organizationId,
    id: transferIdFor(received, "suspense"),
    factId: fact.objectId,
    kind: "suspense-received",
    debitAccountId: accountId("clearing", credentialId, fact.currency),
    creditAccountId: accountId("suspense", organizationId, fact.currency),
    amountFen: fact.amountFen,
    currency: fact.currency,
    subjectId: payment?.donationId ?? null,
    occurredAt: fact.occurredAt,
  });
  return fact.amountFen;
}
