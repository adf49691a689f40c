import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { type Acting, lockProject, projectAct, type Unlocked } from "./locked-project.server.ts";
import type { MilestoneTarget } from "./milestone-state.ts";

export interface SetMilestoneInput extends Acting, MilestoneTarget {
  /** Drawn with the form. */
  milestoneId: string;
  title: string;
  titleEn: string;
  /** What a count counts: 位老人, 户. */
  unit: string;
}

export type SetMilestoneResult =
  | { ok: true; repeated: boolean }
  | Unlocked
  | { ok: false; reason: "waiting-for-release" | "ended" };

/** Promises something by a day. Safe to call again with the same id. */
export async function setMilestone(input: SetMilestoneInput): Promise<SetMilestoneResult> {
  return transaction(async (tx): Promise<SetMilestoneResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    if (locked.project.releaseId) return { ok: false, reason: "waiting-for-release" };
    if (locked.project.state === "ended") return { ok: false, reason: "ended" };
    const set = await tx.run(
      `insert into project_milestone (fund_id, id, title, title_en, due_on, target_kind, target_fen, target_count, unit,
         added_by_id, added_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (fund_id, id) do nothing`,
      [
        input.fundId,
        input.milestoneId,
        input.title,
        input.titleEn,
        input.dueOn,
        input.targetKind,
        input.targetKind === "amount" ? input.targetFen : null,
        input.targetKind === "count" ? input.targetCount : null,
        input.targetKind === "count" ? input.unit : "",
        input.userId,
        input.now,
      ],
    );
    if (set === 0) return { ok: true, repeated: true };
    await recordAct(tx, projectAct(input, "project-milestone-set", { dueOn: input.dueOn }));
    return { ok: true, repeated: false };
  });
}

export type RetireMilestoneResult =
  | { ok: true; repeated: boolean }
  | Unlocked
  | { ok: false; reason: "no-such-milestone" };

/** Takes a promise back with a public reason: it stays on the page as taken back, and another may be set. */
export async function retireMilestone(
  input: Acting & { milestoneId: string; why: string },
): Promise<RetireMilestoneResult> {
  return transaction(async (tx): Promise<RetireMilestoneResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    const retired = await tx.run(
      `update project_milestone set retired_by_id = $3, retired_at = $4, retire_reason = $5
       where fund_id = $1 and id = $2 and retired_at is null`,
      [input.fundId, input.milestoneId, input.userId, input.now, input.why],
    );
    if (retired === 0) {
      const known = await tx.rows("select 1 as found from project_milestone where fund_id = $1 and id = $2", [
        input.fundId,
        input.milestoneId,
      ]);
      return known.length > 0 ? { ok: true, repeated: true } : { ok: false, reason: "no-such-milestone" };
    }
    await recordAct(tx, projectAct(input, "project-milestone-retired"));
    return { ok: true, repeated: false };
  });
}
