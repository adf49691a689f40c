import { type Sql, transaction } from "#app/lib/db.server.ts";
import { type LockedQuarantine, lockQuarantine } from "./locked-quarantine.server.ts";
import { possibleDecisions } from "./quarantine-choices.ts";
import { MONEY_APPROVER_ROLES, mayAct } from "./refund-roles.ts";
import { acceptAsReceived, makeNewGift, refundHeld } from "./resolve-quarantine.server.ts";

export interface AnswerQuarantineInput {
  organizationId: string;
  id: string;
  /** The proposal that is answered, as the person saw it. */
  step: number;
  userId: string;
  answer: "approve" | "send-back";
  note: string;
  now: Date;
}

export type AnswerQuarantineResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-found"
        | "own-proposal"
        | "not-permitted"
        | "already-decided"
        | "not-possible"
        | "answered-already";
    };

/**
 * Another person agrees with a proposal, or sends it back; each says why. With a yes the posting follows in
 * the same transaction: money out of suspense into the fund, or towards its payer. Safe to call again.
 */
export async function answerQuarantine(input: AnswerQuarantineInput): Promise<AnswerQuarantineResult> {
  return transaction(async (tx) => {
    const locked = await lockQuarantine(tx, input.organizationId, input.id, input.now);
    if (!locked) return { ok: false, reason: "not-found" };
    const { waiting, item } = locked;
    if (waiting?.step !== input.step) return alreadyAnswered(tx, input);
    if (waiting.byId === input.userId) return { ok: false, reason: "own-proposal" };
    if (!(await mayAct(tx, input.organizationId, input.userId, MONEY_APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (item.decidedAt) return { ok: false, reason: "already-decided" };
    const isYes = input.answer === "approve";
    if (isYes && !possibleDecisions(locked.situation).includes(waiting.decision))
      return { ok: false, reason: "not-possible" };
    await tx.run(
      `insert into quarantine_act (organization_id, quarantine_id, step, kind, decision, target_fund_id, note, by_id, at,
                                   answers_step)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        input.organizationId,
        input.id,
        locked.lastStep + 1,
        isYes ? "approved" : "sent-back",
        waiting.decision,
        waiting.targetFundId,
        input.note,
        input.userId,
        input.now,
        waiting.step,
      ],
    );
    if (isYes) await carryOut(tx, locked, input.now);
    return { ok: true, repeated: false };
  });
}

/** The same answer sent twice by the same person is no error. */
async function alreadyAnswered(tx: Sql, input: AnswerQuarantineInput): Promise<AnswerQuarantineResult> {
  const [act] = await tx.rows<{ kind: string; byId: string }>(
    `select kind, by_id as "byId" from quarantine_act
     where organization_id = $1 and quarantine_id = $2 and answers_step = $3`,
    [input.organizationId, input.id, input.step],
  );
  if (!act) return { ok: false, reason: "not-found" };
  const isSame = act.byId === input.userId && (act.kind === "approved") === (input.answer === "approve");
  return isSame ? { ok: true, repeated: true } : { ok: false, reason: "answered-already" };
}

async function carryOut(tx: Sql, locked: LockedQuarantine, now: Date): Promise<void> {
  const { item, waiting } = locked;
  let giftPaymentId: string | null = null;
  switch (waiting?.decision) {
    case "accept":
      await acceptAsReceived(tx, locked, now);
      break;
    case "refund":
      await refundHeld(tx, locked, now);
      break;
    case "new-gift":
      giftPaymentId = await makeNewGift(tx, locked, now);
      break;
    default:
      await closeBarred(tx, locked, now);
  }
  await tx.run(
    `update quarantine set decision = $3, decided_at = $4, gift_payment_id = $5
     where organization_id = $1 and id = $2`,
    [item.organizationId, item.id, waiting?.decision, now, giftPaymentId],
  );
}

/** Nothing came for it and nothing will be posted: its order is over, and the gift may be made again. */
async function closeBarred(tx: Sql, { item }: LockedQuarantine, now: Date): Promise<void> {
  if (!item.fundId) return;
  await tx.run(
    `update payment set closed_at = $3
     where fund_id = $1 and id = $2 and paid_at is null and closed_at is null and quarantined_at is not null`,
    [item.fundId, item.paymentId, now],
  );
}
