import { accountId } from "#app/features/ledger/accounts.ts";
import { invariant } from "#app/lib/invariant.ts";
import { addAvailable, type ConfirmationPlan } from "./confirmation-plan.ts";
import type { PaymentState } from "./confirmation-state.server.ts";
import { postLegs, rowIdFor } from "./decide-refund.ts";
import type { FactOutcome, ReceivedFact } from "./provider-event.ts";
import { planQuarantine } from "./quarantine-item.ts";
import { type Leg, ownFreeFen, takeFromFund } from "./take-from-fund.ts";
import {
  DISPUTE_TRANSITIONS,
  type DisputeFact,
  type DisputeLeg,
  type DisputeStage,
  lineFor,
} from "./transitions.ts";

type Dispute = PaymentState["disputes"][number];

export function disputeStage(dispute: Pick<Dispute, "wonAt" | "lostAt"> | undefined): DisputeStage {
  if (!dispute) return "absent";
  if (dispute.wonAt) return "won";
  return dispute.lostAt ? "lost" : "open";
}

/**
 * The payer's bank took the money back until the dispute is decided: held money then returns to the fund, or
 * leaves it for good. Of money that never counted the list of postings has no dispute: a person looks at it.
 */
export function decideDispute(
  received: ReceivedFact,
  payment: PaymentState,
  plan: ConfirmationPlan,
): FactOutcome {
  if (!payment.paidAt) return "deferred";
  if (!payment.countedAt || !payment.donationId) {
    planQuarantine(plan, received, { reason: "conflicting-content", payment, heldFen: 0n });
    return "quarantined:conflicting-content";
  }
  const { fact } = received;
  const known = payment.disputes.find((candidate) => candidate.providerDisputeId === fact.objectId);
  const line = lineFor(DISPUTE_TRANSITIONS, disputeStage(known), fact.type as DisputeFact);
  invariant(line, `no line for a dispute that is ${disputeStage(known)} and ${fact.type}`);
  if (line.next === "same") return line.outcome;
  const freeFen = ownFreeFen(payment);
  const dispute = known ?? {
    id: rowIdFor("x", payment, fact.objectId),
    providerDisputeId: fact.objectId,
    amountFen: fact.amountFen,
    wonAt: null,
    lostAt: null,
  };
  if (!known) payment.disputes.push(dispute);
  if (line.next === "won") dispute.wonAt = fact.occurredAt;
  if (line.next === "lost") dispute.lostAt = fact.occurredAt;
  plan.disputes.set(dispute.id, {
    ...dispute,
    openedAt: plan.disputes.get(dispute.id)?.openedAt ?? fact.occurredAt,
    fundId: payment.fundId,
    donationId: payment.donationId,
    paymentId: payment.id,
  });
  const legs = line.posts.flatMap((step) => legsOf(step, payment, dispute.amountFen, freeFen, plan));
  postLegs(received, payment, fact.objectId, dispute.id, legs, plan);
  return line.outcome;
}

function legsOf(
  step: DisputeLeg,
  payment: PaymentState,
  amountFen: bigint,
  freeFen: bigint,
  plan: ConfirmationPlan,
): Leg[] {
  const held = accountId("held", payment.fundId, payment.currency);
  const available = accountId("available", payment.fundId, payment.currency);
  const receivable = accountId("receivable", payment.organizationId, payment.currency);
  const clearing = accountId("clearing", payment.credentialId, payment.currency);
  const move = (leg: string, kind: Leg["kind"], debitAccountId: string, creditAccountId: string): Leg[] => [
    { leg, kind, debitAccountId, creditAccountId, amountFen },
  ];
  switch (step) {
    case "hold": {
      const availableFen = plan.availableFen.get(payment.fundId) ?? 0n;
      const taking = takeFromFund(payment, amountFen, "dispute-opened", held, { freeFen, availableFen });
      addAvailable(plan, payment.fundId, taking.coverFen - amountFen);
      return taking.legs;
    }
    case "charge":
      return move("charged", "dispute-charged", receivable, clearing);
    case "release":
      addAvailable(plan, payment.fundId, amountFen);
      return move("won", "dispute-won", held, available);
    case "return":
      return move("returned", "dispute-returned", clearing, receivable);
    case "lose":
      return move("lost", "dispute-lost", held, receivable);
  }
}
