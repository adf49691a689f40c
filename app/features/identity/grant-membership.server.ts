import { db, type Sql } from "#app/lib/db.server.ts";
import type { MemberRole } from "./roles.ts";

/** Gives a person a role in an organization. Given twice, it is held once. */
export async function grantMembership(
  given: { organizationId: string; userId: string; role: MemberRole },
  now: Date,
  sql: Sql = db,
): Promise<void> {
  await sql.run(
    `insert into membership (organization_id, user_id, role, created_at) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [given.organizationId, given.userId, given.role, now],
  );
}
