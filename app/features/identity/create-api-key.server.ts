import { db, type Sql } from "#app/lib/db.server.ts";
import type { KeyMode } from "./api-key.server.ts";
import { hashToken, newToken } from "./token.server.ts";

/** "ms_" lets secret scanners recognize a key that was published by mistake; "ms_test_" that it harms nobody. */
const MARKS = { live: "ms_", test: "ms_test_" } as const satisfies Record<KeyMode, string>;

/** How many letters after its mark people are shown, to tell keys apart. The secret itself may hold any of them. */
const SHOWN_LENGTH = 5;

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
  given: { id: string; userId: string; organizationId: string; name: string; mode?: KeyMode },
  now: Date,
  sql: Sql = db,
): Promise<CreateApiKeyResult> {
  const { mode = "live" } = given;
  const key = newApiKey(mode);
  const made = await sql.run(
    `insert into api_key (id, organization_id, user_id, name, key_hash, prefix, created_at, mode)
     select $1, $2, $3, $4, $5, $6, $7, $8
     where exists (select 1 from membership where organization_id = $2 and user_id = $3)
     on conflict (id) do nothing`,
    [
      given.id,
      given.organizationId,
      given.userId,
      given.name,
      hashToken(key),
      key.slice(0, MARKS[mode].length + SHOWN_LENGTH),
      now,
      mode,
    ],
  );
  if (made === 1) return { ok: true, key };
  const known = await sql.rows("select 1 from api_key where id = $1 and user_id = $2", [
    given.id,
    given.userId,
  ]);
  return { ok: false, reason: known.length > 0 ? "already-made" : "not-a-member" };
}

function newApiKey(mode: KeyMode): string {
  return `${MARKS[mode]}${newToken()}`;
}
