import { type JobName, jobs } from "#app/jobs.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";

export type DeadLetter = {
  id: string;
  job: string;
  payload: unknown;
  error: string;
  attempts: number;
  failedAt: Date;
};

/** Jobs that failed for good and wait for a person, newest first. */
export async function listDeadLetters(limit = 100): Promise<DeadLetter[]> {
  return db.rows<DeadLetter>(
    `select id, job, payload, error, attempts, failed_at as "failedAt"
     from dead_letter where retried_at is null order by failed_at desc, id limit $1`,
    [limit],
  );
}

export type RetryRefusal = "not-found" | "already-retried" | "unknown-job";

/**
 * Puts a dead letter back into the outbox, once: a second press, or two people at once, is refused.
 *
 * @param userId who asked for it
 */
export async function retryDeadLetter(
  id: string,
  now: Date,
  userId: string | null = null,
): Promise<{ ok: true } | { ok: false; reason: RetryRefusal }> {
  return transaction(async (tx) => {
    const [letter] = await tx.rows<{ job: string; payload: unknown; retriedAt: Date | null }>(
      `select job, payload, retried_at as "retriedAt" from dead_letter where id::text = $1 for update`,
      [id],
    );
    if (!letter) return { ok: false, reason: "not-found" };
    if (letter.retriedAt) return { ok: false, reason: "already-retried" };
    // The catalogue may have changed since: a payload that its job no longer takes would only fail again.
    if (!isJobName(letter.job)) return { ok: false, reason: "unknown-job" };
    const payload = jobs[letter.job].payload.safeParse(letter.payload);
    if (!payload.success) return { ok: false, reason: "unknown-job" };
    await tx.run("update dead_letter set retried_at = $2, retried_by_id = $3 where id::text = $1", [
      id,
      now,
      userId,
    ]);
    await requestJob(tx, letter.job, payload.data);
    return { ok: true };
  });
}

/** How many are sent again by one press; the rest stays for the next. */
const RETRY_LIMIT = 1_000;

/**
 * Puts every dead letter back whose job still takes it, the oldest first. What another press has in hand at
 * the same moment is left to it.
 *
 * @returns how many were sent again, and how many no job of this version takes
 */
export async function retryAllDeadLetters(
  now: Date,
  userId: string | null,
): Promise<{ retried: number; refused: number }> {
  return transaction(async (tx) => {
    const letters = await tx.rows<{ id: string; job: string; payload: unknown }>(
      `select id, job, payload from dead_letter where retried_at is null
       order by failed_at, id limit $1 for update skip locked`,
      [RETRY_LIMIT],
    );
    const taken = letters.filter(
      ({ job, payload }) => isJobName(job) && jobs[job].payload.safeParse(payload).success,
    );
    await tx.run(
      `insert into outbox (job, payload) select job, payload from unnest($1::text[], $2::jsonb[]) as g(job, payload)`,
      [taken.map(({ job }) => job), taken.map(({ payload }) => JSON.stringify(payload))],
    );
    await tx.run("update dead_letter set retried_at = $2, retried_by_id = $3 where id = any($1::uuid[])", [
      taken.map(({ id }) => id),
      now,
      userId,
    ]);
    return { retried: taken.length, refused: letters.length - taken.length };
  });
}

export type FailedJob = {
  job: string;
  payload: unknown;
  /** Without personal data: see errorText. */
  error: string;
  attempts: number;
  /** The requests that this job stood for. */
  outboxIds: readonly bigint[];
};

/**
 * Takes a job that has used up its attempts out of the outbox and keeps it as a dead letter, once.
 *
 * @returns false when another process has already done so.
 */
export async function keepDeadLetter(failed: FailedJob, now: Date): Promise<boolean> {
  return transaction(async (tx) => {
    const taken = await tx.run("delete from outbox where id = any($1::int8[])", [failed.outboxIds]);
    if (taken === 0) return false;
    await tx.run(
      `insert into dead_letter (id, job, payload, error, attempts, failed_at)
       values (gen_random_uuid(), $1, $2::jsonb, $3, $4, $5)`,
      [failed.job, JSON.stringify(failed.payload), failed.error, failed.attempts, now],
    );
    return true;
  });
}

function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobs, name);
}
