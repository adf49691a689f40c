/** What the rows of a disbursement say about it. Instants are null until the step has happened. */
export interface DisbursementSteps {
  amountFen: bigint;
  deliveredFen: bigint;
  approvedAt: Date | null;
  rejectedAt: Date | null;
  withdrawnAt: Date | null;
  paidAt: Date | null;
}

export const DISBURSEMENT_STATES = [
  "proposed",
  "approved",
  "paid",
  "delivered",
  "rejected",
  "withdrawn",
] as const;
export type DisbursementState = (typeof DISBURSEMENT_STATES)[number];

/** Where a disbursement stands; `delivered` when batches confirm all of it. */
export function disbursementState(steps: DisbursementSteps): DisbursementState {
  if (steps.withdrawnAt) return "withdrawn";
  if (steps.rejectedAt) return "rejected";
  if (steps.paidAt) return steps.deliveredFen >= steps.amountFen ? "delivered" : "paid";
  return steps.approvedAt ? "approved" : "proposed";
}

/** Who may propose and pay out, who may approve: roles of a membership in the organization. */
export const PROPOSER_ROLES = ["charity-clerk", "charity-approver", "trustee"] as const;
export const APPROVER_ROLES = ["charity-approver", "trustee"] as const;
export const DISBURSEMENT_ROLES = PROPOSER_ROLES;

export type NextAct = "review" | "wait-for-approval" | "pay" | "attach-evidence" | "confirm-delivery" | null;

/** The one thing that this person does next with a disbursement; null when nothing is left to do. */
export function nextAct(
  disbursement: DisbursementSteps & {
    proposedById: string;
    agreedByIds: readonly string[];
    evidenceCount: number;
  },
  person: { userId: string; roles: readonly string[] },
): NextAct {
  switch (disbursementState(disbursement)) {
    case "proposed":
      return mayApprove(disbursement, person) ? "review" : "wait-for-approval";
    case "approved":
      return "pay";
    case "paid":
      return disbursement.evidenceCount === 0 ? "attach-evidence" : "confirm-delivery";
    default:
      return null;
  }
}

/** Different people: whoever proposed does not approve, whatever the role, and nobody approves twice. */
export function mayApprove(
  disbursement: { proposedById: string; agreedByIds: readonly string[] },
  person: { userId: string; roles: readonly string[] },
): boolean {
  return (
    disbursement.proposedById !== person.userId &&
    !disbursement.agreedByIds.includes(person.userId) &&
    APPROVER_ROLES.some((role) => person.roles.includes(role))
  );
}
