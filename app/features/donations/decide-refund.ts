import { accountId } from "#app/features/ledger/accounts.ts";
import { derivedText } from "#app/lib/ids.ts";
import { invariant } from "#app/lib/invariant.ts";
import { addAvailable, type ConfirmationPlan } from "./confirmation-plan.ts";
import { type PaymentState, type RefundState, refundStage } from "./confirmation-state.server.ts";
import { transferIdFor } from "./decide-payment.ts";
import type { FactOutcome, ReceivedFact } from "./provider-event.ts";
import { planQuarantine } from "./quarantine-item.ts";
import { type Leg, ownFreeFen, takeFromFund } from "./take-from-fund.ts";
import { lineFor, REFUND_TRANSITIONS, type RefundFact, type RefundLeg } from "./transitions.ts";

/** Rows about a provider's refund or dispute get an id that follows from it. */
export const rowIdFor = (prefix: "r" | "x", payment: PaymentState, objectId: string): string =>
  `${prefix}${payment.fundId.slice(-8)}${derivedText(12, "provider-object", payment.credentialId, objectId)}`;

/** Takes what a provider says of a refund, made from our side or at its own console. */
export function decideRefund(
  received: ReceivedFact,
  payment: PaymentState,
  plan: ConfirmationPlan,
): FactOutcome {
  if (!payment.paidAt) return "deferred";
  const { fact } = received;
  const object = fact.refundId ?? fact.objectId;
  const known = payment.refunds.find((refund) => refund.providerRefundId === object);
  const line = lineFor(REFUND_TRANSITIONS, refundStage(known), fact.type as RefundFact);
  invariant(line, `no line for a refund that is ${refundStage(known)} and ${fact.type}`);
  if (line.next === "same") return refuse(line.outcome, received, payment, plan);
  const refund = known ?? newRefund(received, payment, object);
  if (typeof refund === "string") return refuse(refund, received, payment, plan);
  if (known && isOtherAmount(received, known))
    return refuse("quarantined:conflicting-content", received, payment, plan);
  // Read before the refund is among those that went back.
  const freeFen = ownFreeFen(payment);
  if (!known) payment.refunds.push(refund);
  if (line.next === "paid") refund.paidAt = fact.occurredAt;
  else refund.failedAt = fact.occurredAt;
  plan.refunds.set(refund.id, {
    ...refund,
    fundId: payment.fundId,
    donationId: payment.donationId,
    paymentId: payment.donationId ? payment.id : null,
    paymentObjectId: payment.providerObjectId,
    at: refund.promisedAt,
  });
  const legs = line.posts.flatMap((step) =>
    legsOf(step, { received, payment, refund, object, freeFen }, plan),
  );
  postLegs(received, payment, object, refund.id, legs, plan);
  afterRefund(line.posts, received, payment, refund, plan);
  return line.outcome;
}

/** A contradiction waits for a person; the rest changes nothing. */
function refuse(
  outcome: FactOutcome,
  received: ReceivedFact,
  payment: PaymentState,
  plan: ConfirmationPlan,
): FactOutcome {
  if (outcome === "quarantined:conflicting-content")
    planQuarantine(plan, received, { reason: "conflicting-content", payment, heldFen: 0n });
  return outcome;
}

/**
 * A refund that we hear of for the first time. Alipay tells the sum of all refunds, so one of ours that may
 * have been made makes that sum ambiguous: the message then waits until ours is known.
 */
function newRefund(received: ReceivedFact, payment: PaymentState, object: string): RefundState | FactOutcome {
  const { fact } = received;
  const paidBackFen = payment.refunds
    .filter((refund) => refund.paidAt && !refund.failedAt)
    .reduce((sum, refund) => sum + refund.amountFen, 0n);
  let amountFen = fact.amountFen;
  if (fact.cumulativeRefundedFen !== undefined && fact.provider === "alipay") {
    if (payment.refunds.some((refund) => refundStage(refund) === "sent")) return "deferred";
    amountFen = fact.cumulativeRefundedFen - paidBackFen;
    // An older message than the one whose sum held this refund already.
    if (amountFen <= 0n) return "repeated";
  }
  if (amountFen <= 0n || paidBackFen + amountFen > (payment.paidAmountFen ?? 0n))
    return "quarantined:conflicting-content";
  return {
    id: rowIdFor("r", payment, object),
    providerRefundId: object,
    amountFen,
    promisedAt: fact.occurredAt,
    sentAt: null,
    paidAt: null,
    failedAt: null,
    isRefused: false,
  };
}

/** Stripe names the one refund's amount; Alipay a sum that is at least it. */
function isOtherAmount({ fact }: ReceivedFact, known: RefundState): boolean {
  if (fact.type !== "refunded") return false;
  if (fact.cumulativeRefundedFen !== undefined) return fact.cumulativeRefundedFen < known.amountFen;
  return fact.amountFen !== known.amountFen;
}

interface Refunding {
  received: ReceivedFact;
  payment: PaymentState;
  refund: RefundState;
  object: string;
  freeFen: bigint;
}

function legsOf(step: RefundLeg, about: Refunding, plan: ConfirmationPlan): Leg[] {
  const { received, payment, refund, object, freeFen } = about;
  const { amountFen } = refund;
  const payable = accountId("refund-payable", payment.organizationId, payment.currency);
  const clearing = accountId("clearing", payment.credentialId, payment.currency);
  const available = accountId("available", payment.fundId, payment.currency);
  const suspense = accountId("suspense", payment.organizationId, payment.currency);
  switch (step) {
    case "take": {
      if (!payment.countedAt)
        return [
          {
            leg: "from-suspense",
            kind: "suspense-to-refund",
            debitAccountId: suspense,
            creditAccountId: payable,
            amountFen,
          },
        ];
      const availableFen = plan.availableFen.get(payment.fundId) ?? 0n;
      const taking = takeFromFund(payment, amountFen, "refund-promised", payable, { freeFen, availableFen });
      addAvailable(plan, payment.fundId, taking.coverFen - amountFen);
      return taking.legs;
    }
    case "pay":
      return [
        { leg: "paid", kind: "refund-paid", debitAccountId: payable, creditAccountId: clearing, amountFen },
      ];
    case "unpay":
      // The payment out is undone by its reversal.
      return [
        {
          leg: "returned",
          kind: "refund-paid",
          debitAccountId: clearing,
          creditAccountId: payable,
          amountFen,
          reversesId: transferIdFor(received, "paid", object),
        },
      ];
    case "give-back":
      if (!payment.countedAt)
        return [
          {
            leg: "to-suspense",
            kind: "suspense-to-refund",
            debitAccountId: payable,
            creditAccountId: suspense,
            amountFen,
            reversesId: transferIdFor(received, "from-suspense", object),
          },
        ];
      addAvailable(plan, payment.fundId, amountFen);
      return [
        {
          leg: "failed",
          kind: "refund-failed",
          debitAccountId: payable,
          creditAccountId: available,
          amountFen,
        },
      ];
  }
}

/** Money in suspense: what went back closes its item in the quarantine; what came back opens another. */
function afterRefund(
  steps: readonly RefundLeg[],
  received: ReceivedFact,
  payment: PaymentState,
  refund: RefundState,
  plan: ConfirmationPlan,
): void {
  if (payment.countedAt) return;
  if (steps.includes("give-back")) {
    planQuarantine(plan, received, {
      reason: "refund-returned",
      payment,
      heldFen: refund.amountFen,
      name: `returned ${refund.id}`,
    });
    return;
  }
  const backFen = payment.refunds
    .filter((other) => other.paidAt && !other.failedAt)
    .reduce((sum, other) => sum + other.amountFen, 0n);
  if (backFen >= (payment.paidAmountFen ?? 0n) && payment.providerObjectId)
    plan.returned.push({
      organizationId: payment.organizationId,
      objectId: payment.providerObjectId,
      at: received.fact.occurredAt,
    });
}

/** Adds the legs of one fact to the plan. What never counted as a gift stays in the organization's own book. */
export function postLegs(
  received: ReceivedFact,
  payment: PaymentState,
  objectId: string,
  factId: string,
  legs: readonly Leg[],
  plan: ConfirmationPlan,
): void {
  for (const { leg, ...transfer } of legs) {
    plan.transfers.push({
      ...transfer,
      bookId: payment.countedAt ? payment.fundId : payment.organizationId,
      id: transferIdFor(received, leg, objectId),
      factId,
      currency: payment.currency,
      subjectId: payment.donationId,
      occurredAt: received.fact.occurredAt,
    });
  }
}
