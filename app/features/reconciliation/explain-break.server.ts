import { transaction } from "#app/lib/db.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import type { BreakReason } from "./break-reasons.ts";
import { type BreakActing, lockBreak, noteAct } from "./locked-break.server.ts";

export type ExplainOutcome =
  | { ok: true }
  | { ok: false; reason: "not-member" | "not-found" | "resolved" | "no-note" };

/**
 * Says why a break is there. Its row counts as explained from now on; the break itself stays in the list until
 * its two sides are matched. Nothing is posted.
 */
export async function explainBreak(
  acting: BreakActing & { reason: BreakReason; note: string },
): Promise<ExplainOutcome> {
  const note = acting.note.trim();
  if (note === "") return { ok: false, reason: "no-note" };
  return transaction(async (tx): Promise<ExplainOutcome> => {
    const locked = await lockBreak(tx, acting);
    if (!locked.ok) return locked;
    if (locked.isRepeated) return { ok: true };
    if (locked.found.state === "resolved") return { ok: false, reason: "resolved" };
    await noteAct(tx, acting, "explained", { reason: acting.reason, note });
    await tx.run(
      `update reconciliation_break
       set state = 'explained', explanation = $2, reason = $3, owner_id = coalesce(owner_id, $4)
       where id = $1`,
      [acting.breakId, note, acting.reason, acting.userId],
    );
    await requestJob(tx, "reconcile-organization", { organizationId: acting.organizationId });
    return { ok: true };
  });
}
