import { db, transaction } from "#app/lib/db.server.ts";
import { recordAct } from "./record-act.server.ts";

/**
 * Stops a key of one's own for good. Twice is once.
 *
 * @returns false when there is no such key of this person.
 */
export async function revokeApiKey(given: { id: string; userId: string }, now: Date): Promise<boolean> {
  const touched = await db.run(
    "update api_key set revoked_at = coalesce(revoked_at, $3) where id::text = $1 and user_id = $2",
    [given.id, given.userId, now],
  );
  return touched === 1;
}

/**
 * Stops any key of an organization for good: a member who left, or a till that was stolen, cannot do it itself. Twice
 * is once.
 *
 * @returns false when the organization has no such key.
 */
export async function revokeOrganizationKey(
  given: { id: string; organizationId: string; userId: string },
  now: Date,
): Promise<boolean> {
  return transaction(async (tx) => {
    const [key] = await tx.rows<{ id: string; isRevoked: boolean }>(
      `select id, revoked_at is not null as "isRevoked" from api_key
       where id::text = $1 and organization_id = $2 for update`,
      [given.id, given.organizationId],
    );
    if (!key || key.isRevoked) return key !== undefined;
    await tx.run("update api_key set revoked_at = $2 where id = $1", [key.id, now]);
    await recordAct(tx, {
      organizationId: given.organizationId,
      userId: given.userId,
      act: "api-key-revoked",
      subjectKind: "api-key",
      subjectId: key.id,
      now,
    });
    return true;
  });
}
