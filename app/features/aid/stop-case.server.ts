import { recordAct, recordActs } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { AID_ROLES, type ListStopReason, type StopReason } from "./case-state.ts";
import { holdsAidRole, lockCase } from "./locked-case.server.ts";

export interface StopCaseInput {
  id: string;
  organizationId: string;
  userId: string;
  reason: StopReason;
  now: Date;
}

export type StopCaseResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" | "refused" | "in-batch" };

/**
 * Stops a case that is in no batch. One that waits in a batch is stopped together with its payment line
 * (disbursements/aid-batch-stop), one that was paid is recovered. Safe to call again.
 */
export async function stopCase(input: StopCaseInput): Promise<StopCaseResult> {
  return transaction((tx) => stopCaseIn(tx, input, { alsoInBatch: false }));
}

/** The same within the caller's transaction; `alsoInBatch` where the caller takes the payment line out as well. */
export async function stopCaseIn(
  tx: Sql,
  { id, organizationId, userId, reason, now }: StopCaseInput,
  { alsoInBatch }: { alsoInBatch: boolean },
): Promise<StopCaseResult> {
  const one = await lockCase(tx, id, organizationId);
  if (!one) return { ok: false, reason: "not-found" };
  if (!(await holdsAidRole(tx, organizationId, userId, AID_ROLES)))
    return { ok: false, reason: "not-permitted" };
  if (one.stoppedAt) return { ok: true, repeated: true };
  if (one.decision === "refuse") return { ok: false, reason: "refused" };
  if (!alsoInBatch && (one.deliveredAt || (await isInBatch(tx, id))))
    return { ok: false, reason: "in-batch" };
  await tx.run("update aid_case set stopped_at = $2, stopped_by_id = $3, stop_reason = $4 where id = $1", [
    id,
    now,
    userId,
    reason,
  ]);
  await recordAct(tx, {
    organizationId,
    userId,
    act: "aid-case-stopped",
    subjectKind: "aid-case",
    subjectId: id,
    details: { reason },
    now,
  });
  return { ok: true, repeated: false };
}

async function isInBatch(tx: Sql, id: string): Promise<boolean> {
  const [live] = await tx.rows(
    "select 1 as live from aid_batch_case where case_id = $1 and released_at is null",
    [id],
  );
  return live !== undefined;
}

/** Stops all of these that wait for no payment line, in one statement: for a list of many. Gives the ids stopped. */
export async function stopCasesIn(
  tx: Sql,
  given: {
    ids: readonly string[];
    organizationId: string;
    userId: string;
    reason: ListStopReason;
    now: Date;
  },
): Promise<string[]> {
  const stopped = await tx.rows<{ id: string }>(
    `update aid_case c set stopped_at = $3, stopped_by_id = $4, stop_reason = $5
     where c.id = any($1::uuid[]) and c.organization_id = $2 and c.stopped_at is null and c.delivered_at is null
       and c.decision is distinct from 'refuse'
       and not exists (select from aid_batch_case b where b.case_id = c.id and b.released_at is null)
     returning id`,
    [given.ids, given.organizationId, given.now, given.userId, given.reason],
  );
  await recordActs(
    tx,
    stopped.map(({ id }) => ({
      organizationId: given.organizationId,
      userId: given.userId,
      act: "aid-case-stopped" as const,
      subjectKind: "aid-case" as const,
      subjectId: id,
      details: { reason: given.reason },
      now: given.now,
    })),
  );
  return stopped.map(({ id }) => id);
}
