import {
  type CreateProjectResult,
  createProjectIn,
  type SaveInput,
} from "#app/features/projects/save-project.server.ts";
import { transaction } from "#app/lib/db.server.ts";

/**
 * Makes a consumption campaign as a draft. It lives as a project does: a budget, a filing, a second person who releases
 * it, a pause and an end; beside that it has enterprises' agreements. Safe to call again with the same form.
 */
export async function openCampaign(input: SaveInput): Promise<CreateProjectResult> {
  return transaction(async (tx): Promise<CreateProjectResult> => {
    const made = await createProjectIn(tx, input, "consumption");
    if (!made.ok) return made;
    await tx.run(
      `insert into consumption_campaign (fund_id, organization_id, created_by_id, created_at)
       values ($1, $2, $3, $4) on conflict (fund_id) do nothing`,
      [input.fundId, input.organizationId, input.userId, input.now],
    );
    return made;
  });
}
