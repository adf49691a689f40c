import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { PROPOSER_ROLES } from "./disbursement-state.ts";
import { holdsRole, isInBatch, lockDisbursement } from "./locked-disbursement.server.ts";
import { postDisbursementStep } from "./post-disbursement.server.ts";

export type WithdrawDisbursementResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" | "already-paid" | "already-rejected" | "in-batch" };

/**
 * Takes back a proposal, or a payment that was approved and not made: its money is the fund's to give
 * again. Safe to call again.
 */
export async function withdrawDisbursement(input: {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}): Promise<WithdrawDisbursementResult> {
  return transaction(async (tx) => {
    const disbursement = await lockDisbursement(tx, input.id, input.organizationId);
    if (!disbursement) return { ok: false, reason: "not-found" };
    if (!(await holdsRole(tx, input.organizationId, input.userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (disbursement.withdrawnAt) return { ok: true, repeated: true };
    if (disbursement.paidAt) return { ok: false, reason: "already-paid" };
    if (disbursement.rejectedAt) return { ok: false, reason: "already-rejected" };
    if (await isInBatch(tx, disbursement)) return { ok: false, reason: "in-batch" };
    await tx.run("update disbursement set withdrawn_at = $3 where fund_id = $1 and id = $2", [
      disbursement.fundId,
      disbursement.id,
      input.now,
    ]);
    if (disbursement.approvedAt) await postDisbursementStep(tx, disbursement, "withdrawn", input.now);
    const { organizationId, userId, now } = input;
    const act = { organizationId, userId, act: "disbursement-withdrawn", now } as const;
    await recordAct(tx, { ...act, subjectKind: "disbursement", subjectId: input.id });
    return { ok: true, repeated: false };
  });
}
