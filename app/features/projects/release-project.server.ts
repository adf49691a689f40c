import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { type Acting, lockProject, projectAct, type Unlocked } from "./locked-project.server.ts";
import { RELEASER_ROLES } from "./project-codes.ts";

/** What a page with gifts cannot be without (慈善法 Arts. 24, 25; the national project form). */
const NEEDED = ["lead", "story", "beneficiaries", "surplus", "starts_on", "ends_on"] as const;

export type AskForReleaseResult =
  | { ok: true; repeated: boolean }
  | Unlocked
  | { ok: false; reason: "already-published" | "incomplete" | "no-budget" };

/** Asks for a second person to publish a draft. `releaseId` comes with the form, so asking twice asks once. */
export async function askForRelease(input: Acting & { releaseId: string }): Promise<AskForReleaseResult> {
  return transaction(async (tx): Promise<AskForReleaseResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    if (locked.project.publishedAt) return { ok: false, reason: "already-published" };
    if (locked.project.releaseId) return { ok: true, repeated: true };
    const [whole] = await tx.rows<{ isWhole: boolean; hasBudget: boolean }>(
      `select ${NEEDED.map((column) => `coalesce(${column}::text, '') <> ''`).join(" and ")} as "isWhole",
              exists (select from fund_budget_line where fund_id = $1) as "hasBudget"
       from fund where id = $1`,
      [input.fundId],
    );
    if (!whole?.isWhole) return { ok: false, reason: "incomplete" };
    if (!whole.hasBudget) return { ok: false, reason: "no-budget" };
    await tx.run(
      "insert into project_release (id, fund_id, asked_by_id, asked_at) values ($1, $2, $3, $4) on conflict (id) do nothing",
      [input.releaseId, input.fundId, input.userId, input.now],
    );
    await recordAct(tx, projectAct(input, "project-release-asked"));
    return { ok: true, repeated: false };
  });
}

export type ReleaseResult =
  | { ok: true; repeated: boolean }
  | Unlocked
  | { ok: false; reason: "own-proposal" | "nothing-asked" };

/** A second person publishes the draft as it stands: the page is there from this moment. */
export async function releaseProject(input: Acting): Promise<ReleaseResult> {
  return transaction(async (tx): Promise<ReleaseResult> => {
    const locked = await lockProject(tx, input, RELEASER_ROLES);
    if (!locked.ok) return locked;
    const { project } = locked;
    if (project.publishedAt) return { ok: true, repeated: true };
    if (!project.releaseId) return { ok: false, reason: "nothing-asked" };
    if (project.releaseAskedById === input.userId) return { ok: false, reason: "own-proposal" };
    await tx.run("update project_release set released_by_id = $2, released_at = $3 where id = $1", [
      project.releaseId,
      input.userId,
      input.now,
    ]);
    await tx.run("update project set published_at = $2 where fund_id = $1", [input.fundId, input.now]);
    await tx.run("update fund set state = 'open' where id = $1", [input.fundId]);
    await recordAct(tx, projectAct(input, "project-published"));
    return { ok: true, repeated: false };
  });
}

/** Gives a draft back with a reason; who asked may take it back alike. Then it can be edited again. */
export async function returnProject(input: Acting & { why: string }): Promise<ReleaseResult> {
  return transaction(async (tx): Promise<ReleaseResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    const { releaseId } = locked.project;
    if (!releaseId) return { ok: false, reason: "nothing-asked" };
    await tx.run(
      "update project_release set returned_by_id = $2, returned_at = $3, return_reason = $4 where id = $1",
      [releaseId, input.userId, input.now, input.why],
    );
    await recordAct(tx, projectAct(input, "project-returned"));
    return { ok: true, repeated: false };
  });
}
