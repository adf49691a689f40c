import { db } from "#app/lib/db.server.ts";

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
