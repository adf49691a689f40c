import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { noteCredentialAct } from "./credential-acts.server.ts";
import { openConfig, sealConfig } from "./credential-cipher.server.ts";

export interface Resealed {
  resealed: number;
  /** Still under a key that is not the current one, after this. */
  remaining: number;
  /** Of these: sealed under a key that is not configured any more, so nobody can open them. */
  unreadable: number;
}

/**
 * Brings every credential under the current key of CREDENTIAL_KEYS. To rotate: put the new key first and keep the old
 * one behind it; when nothing remains, take the old one out. Each row is its own transaction, so it may be cut off,
 * called again and called at once.
 */
export async function resealCredentials(now: Date): Promise<Resealed> {
  const [, ...old] = env().CREDENTIAL_KEYS.map((key) => key.id);
  const rows = await db.rows<{ id: string }>(
    "select id from payment_credential where key_id = any($1) order by id",
    [old],
  );
  let resealed = 0;
  for (const { id } of rows) if (await transaction((tx) => resealOne(tx, id, now))) resealed += 1;
  return { resealed, ...(await countOldSeals()) };
}

/** How many credentials are not under the current key; while there are any, the old key must stay configured. */
export async function countOldSeals(): Promise<Pick<Resealed, "remaining" | "unreadable">> {
  const [current, ...old] = env().CREDENTIAL_KEYS.map((key) => key.id);
  const [left] = await db.rows<{ remaining: number; unreadable: number }>(
    `select count(*)::int as remaining, (count(*) filter (where key_id <> all($2)))::int as unreadable
     from payment_credential where key_id <> $1`,
    [current, old],
  );
  return { remaining: left?.remaining ?? 0, unreadable: left?.unreadable ?? 0 };
}

async function resealOne(tx: Sql, id: string, now: Date): Promise<boolean> {
  const [row] = await tx.rows<{ organizationId: string; keyId: string; sealed: Buffer }>(
    `select organization_id as "organizationId", key_id as "keyId", config_sealed as sealed
     from payment_credential where id = $1 for update`,
    [id],
  );
  if (!row || row.keyId === env().CREDENTIAL_KEYS[0]?.id) return false;
  const { keyId, sealed } = sealConfig(id, openConfig(id, row.keyId, row.sealed));
  await tx.run("update payment_credential set key_id = $2, config_sealed = $3 where id = $1", [
    id,
    keyId,
    sealed,
  ]);
  const { organizationId } = row;
  await noteCredentialAct(tx, { organizationId, credentialId: id, kind: "resealed", userId: null, at: now });
  return true;
}
