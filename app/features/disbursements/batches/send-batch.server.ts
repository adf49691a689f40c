import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { PROPOSER_ROLES } from "../disbursement-state.ts";
import { holdsRole } from "../locked-disbursement.server.ts";
import { lockBatch } from "./locked-batch.server.ts";

export type SendBatchResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason: "not-found" | "not-permitted" | "not-released" | "cancelled" | "not-a-file" | "sent-otherwise";
    };

/**
 * Somebody handed the released file to the bank. No money is booked yet: that happens when the bank's statement
 * shows it, or when the bank's answer is recorded. Safe to call again with the same number.
 */
export async function sendBatch(input: {
  id: string;
  organizationId: string;
  userId: string;
  /** The number that the bank gave the file; ours where it gave none. */
  bankReference: string;
  now: Date;
}): Promise<SendBatchResult> {
  const { id, organizationId, userId, now } = input;
  const bankReference = input.bankReference === "" ? id : input.bankReference;
  return transaction(async (tx): Promise<SendBatchResult> => {
    const batch = await lockBatch(tx, organizationId, id);
    if (!batch) return { ok: false, reason: "not-found" };
    if (!(await holdsRole(tx, organizationId, userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (batch.channel !== "bank") return { ok: false, reason: "not-a-file" };
    if (batch.cancelledAt) return { ok: false, reason: "cancelled" };
    if (!batch.releasedAt) return { ok: false, reason: "not-released" };
    if (batch.sentAt) {
      return batch.bankReference === bankReference
        ? { ok: true, repeated: true }
        : { ok: false, reason: "sent-otherwise" };
    }
    await tx.run(
      `update payment_batch set sent_by_id = $3, sent_at = $4, bank_reference = $5
       where organization_id = $1 and id = $2`,
      [organizationId, id, userId, now, bankReference],
    );
    await tx.run(
      `update disbursement_payee l set sent_at = $3 from payment_batch_line b
       where b.organization_id = $1 and b.batch_id = $2 and b.dropped_at is null
         and l.fund_id = b.fund_id and l.id = b.payee_id and l.sent_at is null`,
      [organizationId, id, now],
    );
    const act = { organizationId, userId, act: "payment-batch-sent", now } as const;
    await recordAct(tx, { ...act, subjectKind: "payment-batch", subjectId: id });
    return { ok: true, repeated: false };
  });
}
