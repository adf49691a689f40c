import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { type Acting, lockProject, projectAct, type Unlocked } from "./locked-project.server.ts";

export type PauseResult =
  | { ok: true; repeated: boolean }
  | Unlocked
  | { ok: false; reason: "not-open" | "not-paused" };

/** Stops taking gifts for a while, with a public reason. One person may: it protects donors. */
export async function pauseProject(input: Acting & { pauseId: string; why: string }): Promise<PauseResult> {
  return transaction(async (tx): Promise<PauseResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    if (locked.project.state === "paused") return { ok: true, repeated: true };
    if (locked.project.state !== "open") return { ok: false, reason: "not-open" };
    await tx.run(
      "insert into project_pause (id, fund_id, reason, paused_by_id, paused_at) values ($1, $2, $3, $4, $5)",
      [input.pauseId, input.fundId, input.why, input.userId, input.now],
    );
    await tx.run("update fund set state = 'paused' where id = $1", [input.fundId]);
    await recordAct(tx, projectAct(input, "project-paused"));
    return { ok: true, repeated: false };
  });
}

/** Takes gifts again. */
export async function resumeProject(input: Acting): Promise<PauseResult> {
  return transaction(async (tx): Promise<PauseResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    if (locked.project.state === "open") return { ok: true, repeated: true };
    if (locked.project.state !== "paused") return { ok: false, reason: "not-paused" };
    await tx.run(
      "update project_pause set resumed_by_id = $2, resumed_at = $3 where fund_id = $1 and resumed_at is null",
      [input.fundId, input.userId, input.now],
    );
    await tx.run("update fund set state = 'open' where id = $1", [input.fundId]);
    await recordAct(tx, projectAct(input, "project-resumed"));
    return { ok: true, repeated: false };
  });
}
