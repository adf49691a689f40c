import { accountId } from "#app/features/ledger/accounts.ts";
import type { TransferInput } from "#app/features/ledger/post.server.ts";
import { derivedText } from "#app/lib/ids.ts";
import type { ConfirmationPlan } from "./confirmation-plan.ts";
import type { PaymentState } from "./confirmation-state.server.ts";
import { addAvailable, transferIdFor } from "./decide-payment.ts";
import type { FactOutcome, ReceivedFact } from "./provider-event.ts";

type Leg = Pick<TransferInput, "kind" | "debitAccountId" | "creditAccountId" | "amountFen" | "reversesId"> & {
  leg: string;
};

/** Rows about a provider's refund or dispute get an id that follows from it. */
const rowId = (prefix: "r" | "x", payment: PaymentState, objectId: string): string =>
  `${prefix}${payment.fundId}${derivedText(12, "provider-object", payment.credentialId, objectId)}`;

/** Takes a refund that the provider made, from our side or from its own console. */
export function decideRefunded(
  received: ReceivedFact,
  payment: PaymentState,
  plan: ConfirmationPlan,
): FactOutcome {
  const { fact } = received;
  if (!payment.paidAt) return "deferred";
  const refundObject = fact.refundId ?? fact.objectId;
  const known = payment.refunds.find((refund) => refund.providerRefundId === refundObject);
  if (known) return "repeated";
  const alreadyFen = payment.refunds
    .filter((refund) => !refund.failedAt)
    .reduce((sum, refund) => sum + refund.amountFen, 0n);
  const amountFen =
    fact.cumulativeRefundedFen !== undefined && fact.provider === "alipay"
      ? fact.cumulativeRefundedFen - alreadyFen
      : fact.amountFen;
  if (amountFen === 0n) return "repeated";
  if (amountFen < 0n || alreadyFen + amountFen > (payment.paidAmountFen ?? 0n))
    return "quarantined:conflicting-content";
  const refund = {
    id: rowId("r", payment, refundObject),
    providerRefundId: refundObject,
    amountFen,
    failedAt: null,
  };
  payment.refunds.push(refund);
  plan.refunds.set(refund.id, {
    ...refund,
    fundId: payment.fundId,
    donationId: payment.donationId,
    paymentId: payment.id,
    at: fact.occurredAt,
  });
  const payable = accountId("refund-payable", payment.organizationId, payment.currency);
  const clearing = accountId("clearing", payment.credentialId, payment.currency);
  const legs: Leg[] = payment.countedAt
    ? takeFromFund(payment, amountFen, plan, "refund-promised", payable)
    : [
        {
          leg: "from-suspense",
          kind: "suspense-to-refund",
          debitAccountId: accountId("suspense", payment.organizationId, payment.currency),
          creditAccountId: payable,
          amountFen,
        },
      ];
  legs.push({
    leg: "paid",
    kind: "refund-paid",
    debitAccountId: payable,
    creditAccountId: clearing,
    amountFen,
  });
  post(received, payment, refundObject, refund.id, legs, plan);
  return "applied";
}

/** A refund that came back: the money is the fund's again. */
export function decideRefundFailed(
  received: ReceivedFact,
  payment: PaymentState,
  plan: ConfirmationPlan,
): FactOutcome {
  const refundObject = received.fact.refundId ?? received.fact.objectId;
  const refund = payment.refunds.find((candidate) => candidate.providerRefundId === refundObject);
  if (!refund) return "deferred";
  if (refund.failedAt) return "repeated";
  if (!payment.countedAt) return "quarantined:conflicting-content";
  refund.failedAt = received.fact.occurredAt;
  plan.refunds.set(refund.id, {
    ...refund,
    fundId: payment.fundId,
    donationId: payment.donationId,
    paymentId: payment.id,
    at: received.fact.occurredAt,
  });
  const payable = accountId("refund-payable", payment.organizationId, payment.currency);
  const clearing = accountId("clearing", payment.credentialId, payment.currency);
  // The payment out is undone by its reversal, then the promise.
  const returned: Leg = {
    leg: "returned",
    kind: "refund-paid",
    debitAccountId: clearing,
    creditAccountId: payable,
    amountFen: refund.amountFen,
    reversesId: transferIdFor(received, "paid", refundObject),
  };
  const failed: Leg = {
    leg: "failed",
    kind: "refund-failed",
    debitAccountId: payable,
    creditAccountId: accountId("available", payment.fundId, payment.currency),
    amountFen: refund.amountFen,
  };
  post(received, payment, refundObject, refund.id, [returned, failed], plan);
  addAvailable(plan, payment.fundId, refund.amountFen);
  return "applied";
}

/** The payer's bank took the money back until the dispute is decided. */
export function decideDisputeOpened(
  received: ReceivedFact,
  payment: PaymentState,
  plan: ConfirmationPlan,
): FactOutcome {
  const { fact } = received;
  if (!payment.countedAt) return "deferred";
  if (payment.disputes.some((dispute) => dispute.providerDisputeId === fact.objectId)) return "repeated";
  const dispute = {
    id: rowId("x", payment, fact.objectId),
    providerDisputeId: fact.objectId,
    amountFen: fact.amountFen,
    wonAt: null,
    lostAt: null,
  };
  payment.disputes.push(dispute);
  planDispute(plan, payment, dispute, fact.occurredAt);
  const held = accountId("held", payment.fundId, payment.currency);
  const legs = takeFromFund(payment, fact.amountFen, plan, "dispute-opened", held);
  legs.push({
    leg: "charged",
    kind: "dispute-charged",
    debitAccountId: accountId("receivable", payment.organizationId, payment.currency),
    creditAccountId: accountId("clearing", payment.credentialId, payment.currency),
    amountFen: fact.amountFen,
  });
  post(received, payment, fact.objectId, dispute.id, legs, plan);
  return "applied";
}

/** The dispute is decided: held money returns to the fund, or leaves it for good. */
export function decideDisputeClosed(
  received: ReceivedFact,
  payment: PaymentState,
  plan: ConfirmationPlan,
): FactOutcome {
  const { fact } = received;
  const dispute = payment.disputes.find((candidate) => candidate.providerDisputeId === fact.objectId);
  if (!dispute) return "deferred";
  if (dispute.wonAt || dispute.lostAt) return "repeated";
  const held = accountId("held", payment.fundId, payment.currency);
  const receivable = accountId("receivable", payment.organizationId, payment.currency);
  const { amountFen } = dispute;
  const won = fact.type === "dispute-won";
  if (won) dispute.wonAt = fact.occurredAt;
  else dispute.lostAt = fact.occurredAt;
  planDispute(plan, payment, dispute, fact.occurredAt);
  const available = accountId("available", payment.fundId, payment.currency);
  const clearing = accountId("clearing", payment.credentialId, payment.currency);
  post(
    received,
    payment,
    fact.objectId,
    dispute.id,
    won
      ? [
          { leg: "won", kind: "dispute-won", debitAccountId: held, creditAccountId: available, amountFen },
          {
            leg: "returned",
            kind: "dispute-returned",
            debitAccountId: clearing,
            creditAccountId: receivable,
            amountFen,
          },
        ]
      : [{ leg: "lost", kind: "dispute-lost", debitAccountId: held, creditAccountId: receivable, amountFen }],
    plan,
  );
  if (won) addAvailable(plan, payment.fundId, amountFen);
  return "applied";
}

/**
 * Takes money out of what the gift has left. What is already used is never charged to other gifts: the
 * organization covers the shortfall with a receivable against itself.
 */
function takeFromFund(
  payment: PaymentState,
  amountFen: bigint,
  plan: ConfirmationPlan,
  kind: "refund-promised" | "dispute-opened",
  creditAccountId: string,
): Leg[] {
  const available = accountId("available", payment.fundId, payment.currency);
  const shortfallFen = larger(
    amountFen - larger(ownFreeFen(payment) + amountFen, 0n),
    amountFen - larger(plan.availableFen.get(payment.fundId) ?? 0n, 0n),
  );
  const legs: Leg[] = [];
  if (shortfallFen > 0n) {
    legs.push({
      leg: `${kind}-cover`,
      kind: "cover-promised",
      debitAccountId: accountId("receivable", payment.organizationId, payment.currency),
      creditAccountId: available,
      amountFen: shortfallFen,
    });
    addAvailable(plan, payment.fundId, shortfallFen);
  }
  legs.push({ leg: kind, kind, debitAccountId: available, creditAccountId, amountFen });
  addAvailable(plan, payment.fundId, -amountFen);
  return legs;
}

/** The gift's own money that nobody has used, less all that went back; this taking is counted already. */
function ownFreeFen(payment: PaymentState): bigint {
  const refundedFen = payment.refunds.reduce(
    (sum, refund) => sum + (refund.failedAt ? 0n : refund.amountFen),
    0n,
  );
  const disputedFen = payment.disputes.reduce(
    (sum, dispute) => sum + (dispute.wonAt ? 0n : dispute.amountFen),
    0n,
  );
  return (payment.unspentFen ?? payment.amountFen) - refundedFen - disputedFen;
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function planDispute(
  plan: ConfirmationPlan,
  payment: PaymentState,
  dispute: PaymentState["disputes"][number],
  at: Date,
): void {
  const openedAt = plan.disputes.get(dispute.id)?.openedAt ?? at;
  plan.disputes.set(dispute.id, {
    ...dispute,
    openedAt,
    fundId: payment.fundId,
    donationId: payment.donationId,
    paymentId: payment.id,
  });
}

function post(
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
      // What never counted as a gift stays in the organization's own book.
      bookId: payment.countedAt ? payment.fundId : payment.organizationId,
      id: transferIdFor(received, leg, objectId),
      factId,
      currency: payment.currency,
      subjectId: payment.donationId,
      occurredAt: received.fact.occurredAt,
    });
  }
}
