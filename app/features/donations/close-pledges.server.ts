import { db } from "#app/lib/db.server.ts";

/**
 * Closes pledges whose time is over and for which nothing came. A transfer that comes later still counts.
 *
 * @returns how many were closed.
 */
export async function closePledges(now: Date): Promise<number> {
  return db.run(
    `update payment set closed_at = $1
     where provider = 'offline' and expires_at < $1 and paid_at is null and closed_at is null
       and quarantined_at is null`,
    [now],
  );
}
