import type { Sql } from "#app/lib/db.server.ts";

const CHARITY_ROLES = ["charity-clerk", "charity-approver"] as const;

/** Whether a person holds one of the roles in the organization, asked in the same transaction as the act. */
export async function isMember(
  sql: Sql,
  organizationId: string,
  userId: string,
  roles: readonly string[] = CHARITY_ROLES,
): Promise<boolean> {
  const found = await sql.rows(
    "select 1 from membership where organization_id = $1 and user_id = $2 and role = any($3) limit 1",
    [organizationId, userId, roles],
  );
  return found.length > 0;
}
