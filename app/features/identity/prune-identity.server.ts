import { db } from "#app/lib/db.server.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Forgets sessions that are over and links that no longer work. */
export async function pruneIdentity(now: Date): Promise<void> {
  await db.run("delete from session where expires_at < $1", [now]);
  await db.run("delete from sign_in_link where expires_at < $1", [new Date(now.getTime() - DAY_MS)]);
}
