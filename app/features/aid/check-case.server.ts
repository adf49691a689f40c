import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { AID_ROLES, type CheckWay } from "./case-state.ts";
import { holdsAidRole, lockCase } from "./locked-case.server.ts";

export type StepRefusal = "not-found" | "not-permitted" | "stopped" | "decided";
export type StepResult = { ok: true; repeated: boolean } | { ok: false; reason: StepRefusal };

interface StepInput {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}

/** The village or the town has looked at an application and stands by it. Safe to call again. */
export async function reviewCase(input: StepInput & { level: "village" | "town" }): Promise<StepResult> {
  return takeStep(input, "reviewedAt", {
    set: "reviewed_at = $2, reviewed_by_id = $3, review_level = $4",
    value: input.level,
    act: "aid-case-reviewed",
    details: { level: input.level },
  });
}

/**
 * Somebody of the charity has looked: at papers, at the house. What was looked at is noted; copies are not kept.
 * Safe to call again.
 */
export async function checkCase(input: StepInput & { ways: readonly CheckWay[] }): Promise<StepResult> {
  return takeStep(input, "checkedAt", {
    set: "checked_at = $2, checked_by_id = $3, check_ways = $4",
    value: input.ways,
    act: "aid-case-checked",
    details: { ways: input.ways.join("+") },
  });
}

async function takeStep(
  { id, organizationId, userId, now }: StepInput,
  step: "reviewedAt" | "checkedAt",
  how: {
    set: string;
    value: unknown;
    act: "aid-case-reviewed" | "aid-case-checked";
    details: Record<string, string>;
  },
): Promise<StepResult> {
  return transaction(async (tx): Promise<StepResult> => {
    const one = await lockCase(tx, id, organizationId);
    if (!one) return { ok: false, reason: "not-found" };
    if (!(await holdsAidRole(tx, organizationId, userId, AID_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (one[step]) return { ok: true, repeated: true };
    if (one.stoppedAt) return { ok: false, reason: "stopped" };
    if (one.decidedAt) return { ok: false, reason: "decided" };
    await tx.run(`update aid_case set ${how.set} where id = $1`, [id, now, userId, how.value]);
    await recordAct(tx, {
      organizationId,
      userId,
      act: how.act,
      subjectKind: "aid-case",
      subjectId: id,
      details: how.details,
      now,
    });
    return { ok: true, repeated: false };
  });
}
