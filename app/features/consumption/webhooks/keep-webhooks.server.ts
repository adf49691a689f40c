import { db, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { type SealedSecrets, sealSecret, secretsAt } from "./endpoint-secret.server.ts";

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
    const rows = await tx.rows<SealedSecrets>(
      `select id, key_id as "keyId", sealed, previous_key_id as "previousKeyId", previous_sealed as "previousSealed",
              previous_until as "previousUntil"
       from webhook_endpoint where key_id = any($1) or previous_key_id = any($1)
       order by id for update skip locked`,
      [old],
    );
    const made = rows.map((row) => {
      const [current = "", previous] = secretsAt(row, now);
      return {
        id: row.id,
        ...sealSecret(row.id, current),
        previous: previous ? sealSecret(row.id, previous) : null,
      };
    });
    return tx.run(
      `update webhook_endpoint p set key_id = g.key_id, sealed = g.sealed, previous_key_id = g.previous_key_id,
         previous_sealed = g.previous_sealed
       from unnest($1::uuid[], $2::text[], $3::bytea[], $4::text[], $5::bytea[])
         as g(id, key_id, sealed, previous_key_id, previous_sealed)
       where p.id = g.id`,
      [
        made.map(({ id }) => id),
        made.map(({ keyId }) => keyId),
        made.map(({ sealed }) => sealed),
        made.map(({ previous }) => previous?.keyId ?? null),
        made.map(({ previous }) => previous?.sealed ?? null),
      ],
    );
  });
}
