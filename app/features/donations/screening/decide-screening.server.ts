import type { Act } from "#app/features/identity/acts.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { MONEY_APPROVER_ROLES, MONEY_ASKER_ROLES, mayAct } from "../refund-roles.ts";
import type { ScreeningGround, ScreeningOutcome } from "./screening-rules.ts";

interface Step {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}
export type ScreeningRefusal =
  | "not-found"
  | "not-permitted"
  | "decided"
  | "waits-for-answer"
  | "nothing-proposed"
  | "own-proposal"
  | "changed-meanwhile";
export type ScreeningResult = { ok: true; repeated: boolean } | { ok: false; reason: ScreeningRefusal };

interface Locked {
  outcome: ScreeningOutcome | null;
  ground: ScreeningGround | null;
  reportRef: string | null;
  proposedById: string | null;
  proposedAt: Date | null;
  decidedById: string | null;
}

/**
 * Says what should become of a case; nothing happens until a second person agrees. `reportRef` is given with
 * "report" alone: the number under which the report was filed outside this site. Safe to call again.
 */
export async function proposeScreening(
  input: Step & { outcome: ScreeningOutcome; ground: ScreeningGround; reportRef: string | null },
): Promise<ScreeningResult> {
  const { outcome, ground, reportRef } = input;
  return transaction(async (tx): Promise<ScreeningResult> => {
    const found = await lockCase(tx, input);
    if (!found) return { ok: false, reason: "not-found" };
    if (!(await mayAct(tx, input.organizationId, input.userId, MONEY_ASKER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (found.decidedById) return { ok: false, reason: "decided" };
    if (found.outcome) {
      const isSame =
        found.proposedById === input.userId &&
        found.outcome === outcome &&
        found.ground === ground &&
        found.reportRef === reportRef;
      return isSame ? { ok: true, repeated: true } : { ok: false, reason: "waits-for-answer" };
    }
    await tx.run(
      `update gift_screening set outcome = $2, ground = $3, report_ref = $4, proposed_by_id = $5, proposed_at = $6
       where id = $1`,
      [input.id, outcome, ground, reportRef, input.userId, input.now],
    );
    await writeStep(tx, input, "proposed", { outcome, ground, reportRef });
    return { ok: true, repeated: false };
  });
}

/**
 * A second person agrees, and the case is decided for good, or sends the proposal back. `seen` is when the
 * proposal that stood on the page was made: another one is not answered by mistake. Safe to call again.
 */
export async function answerScreening(
  input: Step & { agrees: boolean; seen: Date },
): Promise<ScreeningResult> {
  return transaction(async (tx): Promise<ScreeningResult> => {
    const found = await lockCase(tx, input);
    if (!found) return { ok: false, reason: "not-found" };
    if (!(await mayAct(tx, input.organizationId, input.userId, MONEY_APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (found.decidedById)
      return found.decidedById === input.userId && input.agrees
        ? { ok: true, repeated: true }
        : { ok: false, reason: "decided" };
    const { outcome, ground, reportRef } = found;
    if (!outcome || !ground) return { ok: false, reason: "nothing-proposed" };
    if (found.proposedAt?.getTime() !== input.seen.getTime())
      return { ok: false, reason: "changed-meanwhile" };
    if (found.proposedById === input.userId) return { ok: false, reason: "own-proposal" };
    await tx.run(
      input.agrees
        ? "update gift_screening set decided_by_id = $2, decided_at = $3 where id = $1"
        : `update gift_screening set outcome = null, ground = null, report_ref = null, proposed_by_id = null,
                                     proposed_at = null where id = $1`,
      input.agrees ? [input.id, input.userId, input.now] : [input.id],
    );
    await writeStep(tx, input, input.agrees ? "decided" : "sent-back", { outcome, ground, reportRef });
    return { ok: true, repeated: false };
  });
}

async function lockCase(tx: Sql, { id, organizationId }: Step): Promise<Locked | null> {
  const [found] = await tx.rows<Locked>(
    `select outcome, ground, report_ref as "reportRef", proposed_by_id as "proposedById",
            proposed_at as "proposedAt", decided_by_id as "decidedById"
     from gift_screening where id::text = $1 and organization_id = $2 for update`,
    [id, organizationId],
  );
  return found ?? null;
}

async function writeStep(
  tx: Sql,
  { id, organizationId, userId, now }: Step,
  step: "proposed" | "decided" | "sent-back",
  said: { outcome: ScreeningOutcome; ground: ScreeningGround; reportRef: string | null },
): Promise<void> {
  await tx.run(
    `insert into gift_screening_act (screening_id, number, step, outcome, ground, report_ref, by_id, at)
     select $1::uuid, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6::uuid, $7::timestamptz
     from gift_screening_act where screening_id = $1::uuid`,
    [id, step, said.outcome, said.ground, said.reportRef, userId, now],
  );
  const act: Act = `screening-${step}`;
  const details = { kind: said.outcome };
  await recordAct(tx, { organizationId, userId, act, subjectKind: "screening", subjectId: id, details, now });
}
