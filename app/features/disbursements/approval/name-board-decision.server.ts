import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { PROPOSER_ROLES } from "../disbursement-state.ts";
import { holdsRole, lockDisbursement } from "../locked-disbursement.server.ts";

export type NameBoardDecisionResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" | "already-decided" };

/**
 * Writes down the number under which the board decided on a payment, while nobody has agreed to it yet: what
 * people agree to does not change behind them. Safe to call again.
 */
export async function nameBoardDecision(input: {
  id: string;
  organizationId: string;
  userId: string;
  /** As the minutes have it, 1 to 60 characters. */
  decision: string;
  now: Date;
}): Promise<NameBoardDecisionResult> {
  const { id, organizationId, userId, decision, now } = input;
  return transaction(async (tx): Promise<NameBoardDecisionResult> => {
    const disbursement = await lockDisbursement(tx, id, organizationId);
    if (!disbursement) return { ok: false, reason: "not-found" };
    if (!(await holdsRole(tx, organizationId, userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (disbursement.boardDecision === decision) return { ok: true, repeated: true };
    const isDecided = disbursement.agreedByIds.length > 0 || disbursement.approvedAt !== null;
    if (isDecided || disbursement.rejectedAt || disbursement.withdrawnAt)
      return { ok: false, reason: "already-decided" };
    await tx.run("update disbursement set board_decision = $3 where fund_id = $1 and id = $2", [
      disbursement.fundId,
      id,
      decision,
    ]);
    const act = { organizationId, userId, act: "board-decision-named", now } as const;
    await recordAct(tx, { ...act, subjectKind: "disbursement", subjectId: id });
    return { ok: true, repeated: false };
  });
}
