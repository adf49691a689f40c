import { transaction } from "#app/lib/db.server.ts";
import { type BreakActing, lockBreak, noteAct, rowOfBreak, writeOffFactsOf } from "./locked-break.server.ts";
import { writeOffFen, writeOffPlan } from "./write-off-plan.ts";

export type RequestWriteOffOutcome =
  | { ok: true }
  | {
      ok: false;
      reason:
        | "not-member"
        | "not-found"
        | "resolved"
        | "no-note"
        | "explain-only"
        | "already-matched"
        | "already-requested";
    };

/** Asks that the organization bears a difference. Nothing moves until another person approves. */
export async function requestWriteOff(
  acting: BreakActing & { note: string },
): Promise<RequestWriteOffOutcome> {
  const note = acting.note.trim();
  if (note === "") return { ok: false, reason: "no-note" };
  return transaction(async (tx): Promise<RequestWriteOffOutcome> => {
    const locked = await lockBreak(tx, acting);
    if (!locked.ok) return locked;
    if (locked.isRepeated) return { ok: true };
    if (locked.found.state === "resolved") return { ok: false, reason: "resolved" };
    const plan = writeOffPlan(writeOffFactsOf(locked.found, await rowOfBreak(tx, locked.found)));
    if (!plan.ok) return plan;
    const made = await tx.run(
      `insert into break_write_off (id, organization_id, break_id, legs, amount_fen, requested_by_id, requested_at, note)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (organization_id, break_id) where refused_at is null and reversed_at is null do nothing`,
      [
        acting.id,
        acting.organizationId,
        acting.breakId,
        legsText(plan.legs),
        writeOffFen(plan.legs),
        acting.userId,
        acting.now,
        note,
      ],
    );
    if (made === 0) return { ok: false, reason: "already-requested" };
    await noteAct(tx, acting, "write-off-requested", { note });
    return { ok: true };
  });
}

/** Legs as they are kept: amounts as decimal text, because JSON has no integers. */
export function legsText(legs: readonly object[]): string {
  return JSON.stringify(legs, (_key, value) => (typeof value === "bigint" ? value.toString() : value));
}
