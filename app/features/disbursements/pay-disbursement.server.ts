import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { PROPOSER_ROLES } from "./disbursement-state.ts";
import { holdsRole, isInBatch, lockDisbursement } from "./locked-disbursement.server.ts";
import { postDisbursementStep } from "./post-disbursement.server.ts";

/** A payment dated further back than this is a slip of the pen. */
const MAX_AGE_MS = 400 * 24 * 60 * 60 * 1000;
/** Clocks of a finance system and of this server may differ a little. */
const MAX_AHEAD_MS = 5 * 60 * 1000;

export type PayDisbursementResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-permitted"
        | "not-approved"
        | "in-batch"
        | "paid-in-future"
        | "paid-too-long-ago"
        | "paid-otherwise";
    };

/**
 * Records that an approved disbursement was paid by the bank: committed money leaves the fund, and the trace
 * gives it the fen it came from. A date before the approval is recorded as it was and shown, because the
 * books tell what happened. Safe to call again with the same date and bank reference.
 */
export async function payDisbursement(input: {
  id: string;
  organizationId: string;
  userId: string;
  paidAt: Date;
  /** The bank's number of the payment, by which the statement row is matched. */
  bankReference: string;
  now: Date;
}): Promise<PayDisbursementResult> {
  if (input.paidAt.getTime() > input.now.getTime() + MAX_AHEAD_MS)
    return { ok: false, reason: "paid-in-future" };
  return transaction(async (tx) => {
    const disbursement = await lockDisbursement(tx, input.id, input.organizationId);
    if (!disbursement) return { ok: false, reason: "not-found" };
    if (!(await holdsRole(tx, input.organizationId, input.userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (disbursement.paidAt) {
      const isSame =
        disbursement.paidAt.getTime() === input.paidAt.getTime() &&
        disbursement.bankReference === input.bankReference;
      return isSame ? { ok: true, repeated: true } : { ok: false, reason: "paid-otherwise" };
    }
    if (!disbursement.approvedAt || disbursement.withdrawnAt) return { ok: false, reason: "not-approved" };
    // Two ways at once would be two payments: who is in a batch is paid there, or taken out of it first.
    if (await isInBatch(tx, disbursement)) return { ok: false, reason: "in-batch" };
    if (input.paidAt.getTime() < input.now.getTime() - MAX_AGE_MS)
      return { ok: false, reason: "paid-too-long-ago" };
    await tx.run(
      `update disbursement set paid_by_id = $3, paid_at = $4, bank_reference = $5 where fund_id = $1 and id = $2`,
      [disbursement.fundId, disbursement.id, input.userId, input.paidAt, input.bankReference],
    );
    await tx.run(
      `update disbursement_payee set paid_at = $3
       where fund_id = $1 and disbursement_id = $2 and stopped_at is null and failed_at is null and paid_at is null`,
      [disbursement.fundId, disbursement.id, input.paidAt],
    );
    await postDisbursementStep(tx, disbursement, "paid", input.paidAt);
    await requestJob(tx, "trace-fund", { fundId: disbursement.fundId });
    await recordAct(tx, {
      organizationId: input.organizationId,
      userId: input.userId,
      act: "disbursement-paid",
      subjectKind: "disbursement",
      subjectId: disbursement.id,
      details: { amountFen: disbursement.amountFen },
      now: input.now,
    });
    return { ok: true, repeated: false };
  });
}
