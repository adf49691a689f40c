import { db } from "#app/lib/db.server.ts";
import { hashToken, newToken } from "./token.server.ts";

const PREFIX_LENGTH = 8;

export type CreateApiKeyResult =
  | { ok: true; key: string }
  | { ok: false; reason: "not-a-member" | "already-made" };

/**
 * Makes a key that acts as one member in one organization. The key is returned once; the database keeps its
 * hash and its first letters.
 *
 * @param id chosen by the form, so that sending it twice makes one key; the second answer is "already-made",
 *   because the key cannot be shown again
 */
export async function createApiKey(
  given: { id: string; userId: string; organizationId: string; name: string },
  now: Date,
): Promise<CreateApiKeyResult> {
  const key = newApiKey();
  const made = await db.run(
    `insert into api_key (id, organization_id, user_id, name, key_hash, prefix, created_at)
     select $1, $2, $3, $4, $5, $6, $7
     where exists (select 1 from membership where organization_id = $2 and user_id = $3)
     on conflict (id) do nothing`,
    [
      given.id,
      given.organizationId,
      given.userId,
      given.name,
      hashToken(key),
      key.slice(0, PREFIX_LENGTH),
      now,
    ],
  );
  if (made === 1) return { ok: true, key };
  const known = await db.rows("select 1 from api_key where id = $1 and user_id = $2", [
    given.id,
    given.userId,
  ]);
  return { ok: false, reason: known.length > 0 ? "already-made" : "not-a-member" };
}

/** "ms_" lets secret scanners recognize a key that was published by mistake. */
export function newApiKey(): string {
  return `ms_${newToken()}`;
}
