import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { APPROVER_ROLES } from "./disbursement-state.ts";
import { holdsRole, lockDisbursement } from "./locked-disbursement.server.ts";

export type RejectDisbursementResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-permitted"
        | "own-proposal"
        | "already-approved"
        | "already-rejected"
        | "already-withdrawn";
    };

/**
 * The second person says no; the proposer reads why. No money has moved. Safe to call again by the same
 * person with the same reason.
 */
export async function rejectDisbursement(input: {
  id: string;
  organizationId: string;
  userId: string;
  why: string;
  now: Date;
}): Promise<RejectDisbursementResult> {
  return transaction(async (tx) => {
    const disbursement = await lockDisbursement(tx, input.id, input.organizationId);
    if (!disbursement) return { ok: false, reason: "not-found" };
    // The proposer takes a proposal back by withdrawing it.
    if (disbursement.proposedById === input.userId) return { ok: false, reason: "own-proposal" };
    if (!(await holdsRole(tx, input.organizationId, input.userId, APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (disbursement.withdrawnAt) return { ok: false, reason: "already-withdrawn" };
    if (disbursement.approvedAt) return { ok: false, reason: "already-approved" };
    if (disbursement.rejectedAt) {
      return disbursement.rejectedById === input.userId && disbursement.rejectionReason === input.why
        ? { ok: true, repeated: true }
        : { ok: false, reason: "already-rejected" };
    }
    await tx.run(
      `update disbursement set rejected_by_id = $3, rejected_at = $4, rejection_reason = $5
       where fund_id = $1 and id = $2`,
      [disbursement.fundId, disbursement.id, input.userId, input.now, input.why],
    );
    const { organizationId, userId, now } = input;
    const act = { organizationId, userId, act: "disbursement-rejected", now } as const;
    await recordAct(tx, { ...act, subjectKind: "disbursement", subjectId: input.id });
    return { ok: true, repeated: false };
  });
}
