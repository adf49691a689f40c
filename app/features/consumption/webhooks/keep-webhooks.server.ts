import { db, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { openSecret, sealSecret } from "./endpoint-secret.server.ts";

const KEPT_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Forgets messages and their log after 90 days; what they told of stays. */
export async function pruneWebhooks(now: Date): Promise<void> {
  await db.run("delete from webhook_event where at < $1", [new Date(now.getTime() - KEPT_DAYS * DAY_MS)]);
}

/**
 * Brings the secrets that an older key of CREDENTIAL_KEYS sealed under the current one. A secret that signs only for
 * the rest of its day is dropped when that is over. May be called again and at once.
 *
 * @returns how many endpoints were sealed anew.
 */
export async function resealWebhooks(now: Date): Promise<number> {
  await db.run(
    `update webhook_endpoint set previous_key_id = null, previous_sealed = null, previous_until = null
     where previous_until <= $1`,
    [now],
  );
  const [, ...old] = env().CREDENTIAL_KEYS.map(({ id }) => id);
  if (old.length === 0) return 0;
  return transaction(async (tx) => {
    const rows = await tx.rows<{ id: string; keyId: string; sealed: Buffer }>(
      `select id, key_id as "keyId", sealed from webhook_endpoint where key_id = any($1)
       order by id for update skip locked`,
      [old],
    );
    const made = rows.map((row) => sealSecret(row.id, openSecret(row.id, row.keyId, row.sealed)));
    return tx.run(
      `update webhook_endpoint p set key_id = g.key_id, sealed = g.sealed
       from unnest($1::uuid[], $2::text[], $3::bytea[]) as g(id, key_id, sealed) where p.id = g.id`,
      [rows.map(({ id }) => id), made.map(({ keyId }) => keyId), made.map(({ sealed }) => sealed)],
    );
  });
}
