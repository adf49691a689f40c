import { db } from "#app/lib/db.server.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long each kind of technical record is kept after its use. */
const KEPT = {
  idempotencyDays: 7,
  mailDays: 30,
  heartbeatDays: 1,
  rateDays: 1,
  retriedDeadLetterDays: 90,
} as const;

/** Deletes technical records whose time is over. Nothing of the books is ever deleted. */
export async function pruneRecords(now: Date): Promise<void> {
  const before = (days: number) => [new Date(now.getTime() - days * DAY_MS)];
  await db.run("delete from idempotency_record where created_at < $1", before(KEPT.idempotencyDays));
  await db.run("delete from outgoing_mail where sent_at < $1", before(KEPT.mailDays));
  await db.run("delete from worker_heartbeat where beat_at < $1", before(KEPT.heartbeatDays));
  await db.run("delete from rate_counter where window_start < $1", before(KEPT.rateDays));
  await db.run("delete from dead_letter where retried_at < $1", before(KEPT.retriedDeadLetterDays));
}
