import { reverseTransfer } from "#app/features/ledger/reverse-transfer.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { type BreakActing, lockBreak, noteAct } from "./locked-break.server.ts";
import type { WriteOffLeg } from "./write-off-plan.ts";

export type ReopenBreakOutcome =
  | { ok: true }
  | {
      ok: false;
      /** `settled`: the write-off made a gift whole, and settlement has no way back. */
      reason: "not-member" | "not-found" | "already-open" | "settled" | "over" | "no-note";
    };

/**
 * Opens an explained or written-off break again. What a write-off posted is reversed, and its row is unmatched
 * again. A break that is over because its two sides were matched stays over.
 */
export async function reopenBreak(acting: BreakActing & { note: string }): Promise<ReopenBreakOutcome> {
  const note = acting.note.trim();
  if (note === "") return { ok: false, reason: "no-note" };
  return transaction(async (tx): Promise<ReopenBreakOutcome> => {
    const locked = await lockBreak(tx, acting, ["charity-approver"]);
    if (!locked.ok) return locked;
    if (locked.isRepeated) return { ok: true };
    if (locked.found.state === "open") return { ok: false, reason: "already-open" };
    if (locked.found.state === "resolved") {
      const undone = await undoWriteOff(tx, acting);
      if (undone !== "undone") return { ok: false, reason: undone };
    }
    await noteAct(tx, acting, "reopened", { note });
    await tx.run(
      `update reconciliation_break
       set state = 'open', resolved_at = null, reason = null, explanation = null where id = $1`,
      [acting.breakId],
    );
    await requestJob(tx, "reconcile-organization", { organizationId: acting.organizationId });
    return { ok: true };
  });
}

async function undoWriteOff(tx: Sql, acting: BreakActing): Promise<"undone" | "settled" | "over"> {
  const [done] = await tx.rows<{ id: string; legs: WriteOffLeg[] }>(
    `select id, legs from break_write_off
     where organization_id = $1 and break_id = $2 and approved_at is not null and reversed_at is null for update`,
    [acting.organizationId, acting.breakId],
  );
  if (!done) return "over";
  const unmatched = await tx.run(
    `delete from reconciliation_match
     where organization_id = $1 and subject_kind = 'write-off' and subject_id = $2`,
    [acting.organizationId, done.id],
  );
  if (unmatched === 0) return "settled";
  for (const { leg } of done.legs) {
    const reversed = await reverseTransfer(tx, {
      bookId: acting.organizationId,
      transferId: transferIdOf("write-off", done.id, leg),
      reversalId: transferIdOf("write-off", done.id, leg, "reversed"),
      now: acting.now,
    });
    invariant(reversed.ok, "a write-off that was posted can be reversed");
  }
  await tx.run("update break_write_off set reversed_by_id = $2, reversed_at = $3 where id = $1", [
    done.id,
    acting.userId,
    acting.now,
  ]);
  return "undone";
}
