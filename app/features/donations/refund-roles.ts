import type { Sql } from "#app/lib/db.server.ts";

export { MONEY_APPROVER_ROLES, MONEY_ASKER_ROLES } from "./money-roles.ts";

/** Whether a person holds one of the roles in the organization. */
export async function mayAct(
  tx: Sql,
  organizationId: string,
  userId: string,
  roles: readonly string[],
): Promise<boolean> {
  const [held] = await tx.rows(
    "select 1 as held from membership where organization_id = $1 and user_id = $2 and role = any($3) limit 1",
    [organizationId, userId, roles],
  );
  return held !== undefined;
}
