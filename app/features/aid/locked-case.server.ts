import type { Sql } from "#app/lib/db.server.ts";

/** A case as its verbs read it, locked. */
export interface LockedCase {
  id: string;
  organizationId: string;
  programmeId: string;
  fundId: string;
  isUrgent: boolean;
  divisionCode: string;
  personHash: Buffer | null;
  receivedAt: Date;
  reviewedAt: Date | null;
  checkedAt: Date | null;
  decidedAt: Date | null;
  decision: "approve" | "refuse" | null;
  decidedFen: bigint | null;
  announcedAt: Date | null;
  stoppedAt: Date | null;
  deliveredAt: Date | null;
}

/** Locks and reads a case; null where the organization has none of this id: another's is not to be known of. */
export async function lockCase(tx: Sql, id: string, organizationId: string): Promise<LockedCase | null> {
  const [row] = await tx.rows<LockedCase>(
    `select id, organization_id as "organizationId", programme_id as "programmeId", fund_id as "fundId",
            is_urgent as "isUrgent", division_code as "divisionCode", person_hash as "personHash",
            received_at as "receivedAt", reviewed_at as "reviewedAt", checked_at as "checkedAt",
            decided_at as "decidedAt", decision, decided_fen as "decidedFen", announced_at as "announcedAt",
            stopped_at as "stoppedAt", delivered_at as "deliveredAt"
     from aid_case where id = $1 and organization_id = $2 for update`,
    [id, organizationId],
  );
  return row ?? null;
}

/** Whether somebody is a member of the organization with one of these roles. */
export async function holdsAidRole(
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
