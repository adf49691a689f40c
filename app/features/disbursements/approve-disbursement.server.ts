import { transaction } from "#app/lib/db.server.ts";
import { APPROVER_ROLES } from "./disbursement-state.ts";
import { holdsRole, lockDisbursement } from "./locked-disbursement.server.ts";
import { postDisbursementStep } from "./post-disbursement.server.ts";
import { spendableOf } from "./spendable.server.ts";

export type ApproveDisbursementResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-permitted"
        | "own-proposal"
        | "approved-by-another"
        | "already-rejected"
        | "already-withdrawn";
    }
  | { ok: false; reason: "above-available"; spendableFen: bigint };

/**
 * A second person agrees to a payment: under the fund's lock the money moves from available to committed.
 * Money that no statement has confirmed is not there to be spent. Safe to call again by the same person.
 */
export async function approveDisbursement(input: {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}): Promise<ApproveDisbursementResult> {
  return transaction(async (tx) => {
    const disbursement = await lockDisbursement(tx, input.id, input.organizationId);
    if (!disbursement) return { ok: false, reason: "not-found" };
    // Said before anything about roles: it is the rule that the proposer should learn.
    if (disbursement.proposedById === input.userId) return { ok: false, reason: "own-proposal" };
    if (!(await holdsRole(tx, input.organizationId, input.userId, APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (disbursement.withdrawnAt) return { ok: false, reason: "already-withdrawn" };
    if (disbursement.rejectedAt) return { ok: false, reason: "already-rejected" };
    if (disbursement.approvedAt) {
      return disbursement.approvedById === input.userId
        ? { ok: true, repeated: true }
        : { ok: false, reason: "approved-by-another" };
    }
    const { spendableFen } = await spendableOf(disbursement.fundId, tx);
    if (disbursement.amountFen > spendableFen) return { ok: false, reason: "above-available", spendableFen };
    await tx.run(
      "update disbursement set approved_by_id = $3, approved_at = $4 where fund_id = $1 and id = $2",
      [disbursement.fundId, disbursement.id, input.userId, input.now],
    );
    await postDisbursementStep(tx, disbursement, "approved", input.now);
    return { ok: true, repeated: false };
  });
}
