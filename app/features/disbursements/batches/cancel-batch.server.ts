import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { PROPOSER_ROLES } from "../disbursement-state.ts";
import { holdsRole } from "../locked-disbursement.server.ts";
import { lockBatch } from "./locked-batch.server.ts";

export type CancelBatchResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" | "already-sent" };

/**
 * Takes a batch apart that the bank has not got: its payments stay approved and can be collected again. Safe to
 * call again.
 */
export async function cancelBatch(input: {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}): Promise<CancelBatchResult> {
  const { id, organizationId, userId, now } = input;
  return transaction(async (tx): Promise<CancelBatchResult> => {
    const batch = await lockBatch(tx, organizationId, id);
    if (!batch) return { ok: false, reason: "not-found" };
    if (!(await holdsRole(tx, organizationId, userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (batch.cancelledAt) return { ok: true, repeated: true };
    if (batch.sentAt) return { ok: false, reason: "already-sent" };
    await tx.run(
      `update payment_batch_line set dropped_at = $3
       where organization_id = $1 and batch_id = $2 and dropped_at is null`,
      [organizationId, id, now],
    );
    await tx.run(
      "update payment_batch set cancelled_by_id = $3, cancelled_at = $4 where organization_id = $1 and id = $2",
      [organizationId, id, userId, now],
    );
    const act = { organizationId, userId, act: "payment-batch-cancelled", now } as const;
    await recordAct(tx, { ...act, subjectKind: "payment-batch", subjectId: id });
    return { ok: true, repeated: false };
  });
}
