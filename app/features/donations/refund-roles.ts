import type { MemberRole } from "#app/features/identity/roles.ts";
import type { Sql } from "#app/lib/db.server.ts";

/** Who may ask for a refund or propose what becomes of money in quarantine, and who may say yes as the second person. */
export const MONEY_ASKER_ROLES = [
  "charity-clerk",
  "charity-approver",
  "trustee",
] as const satisfies MemberRole[];
export const MONEY_APPROVER_ROLES = ["charity-approver", "trustee"] as const satisfies MemberRole[];

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
