import { type JobName, jobs } from "#app/jobs.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import type { JobQueues, QueuedJob } from "#workers/job-queues.ts";
import { withinTime } from "#workers/within-time.ts";

const BATCH_SIZE = 2_000;
const HAND_OVER_MS = 5_000;

type OutboxRow = { id: bigint; job: string; payload: unknown; createdAt: Date };

/**
 * Hands waiting requests of the outbox to the queues. The rows are locked meanwhile and marked in the same
 * transaction; a crash in between hands them over twice, which the queue notices by the job's id. While Redis
 * is away nothing is taken and the rows wait.
 *
 * @returns how many rows were handed over.
 */
export async function relayOutbox(queues: JobQueues, now: Date): Promise<number> {
  if (!queues.isReady()) return 0;
  return relayRows(queues, now, "dispatched_at is null", []);
}

/**
 * Hands over again what was handed over before a moment and is still not done: Redis may have lost it. A job
 * that is still in its queue stays as it is, because its id is known there.
 *
 * @returns how many rows were handed over; call again until it is 0.
 */
export async function relayLostJobs(queues: JobQueues, before: Date, now: Date): Promise<number> {
  if (!queues.isReady()) return 0;
  return relayRows(queues, now, "dispatched_at < $2", [before]);
}

async function relayRows(
  queues: JobQueues,
  now: Date,
  condition: string,
  values: readonly unknown[],
): Promise<number> {
  return transaction(async (tx) => {
    const rows = await tx.rows<OutboxRow>(
      `select id, job, payload, created_at as "createdAt" from outbox
       where ${condition} order by id limit $1 for update skip locked`,
      [BATCH_SIZE, ...values],
    );
    if (rows.length === 0) return 0;
    const unknown = rows.filter(({ job }) => !isJobName(job));
    if (unknown.length > 0) await buryUnknown(tx, unknown, now);
    // Redis may go away in the middle; the row locks must not wait for it.
    await withinTime(queues.add(foldRequests(rows)), HAND_OVER_MS, "handing over to the queue");
    await tx.run("update outbox set dispatched_at = $2 where id = any($1::int8[])", [
      rows.map(({ id }) => id),
      now,
    ]);
    return rows.length;
  });
}

/**
 * Equal requests become one job: payloads are ids and the rows are committed, so one run after them sees
 * everything that they were about.
 */
function foldRequests(rows: readonly OutboxRow[]): QueuedJob[] {
  const folded = new Map<string, { id: string; job: JobName; outboxIds: bigint[]; payload: unknown }>();
  for (const { id, job, payload, createdAt } of rows) {
    if (!isJobName(job)) continue;
    const same = `${job} ${JSON.stringify(payload)}`;
    const known = folded.get(same);
    if (known) known.outboxIds.push(id);
    // With the time, because a database that was set up anew counts its rows from 1 again.
    else folded.set(same, { id: `${id}-${createdAt.getTime()}`, job, outboxIds: [id], payload });
  }
  return [...folded.values()];
}

/** A request that no handler of this version takes is kept for the operator. */
async function buryUnknown(tx: Sql, rows: readonly OutboxRow[], now: Date): Promise<void> {
  await tx.run(
    `with gone as (delete from outbox where id = any($1::int8[]) returning job, payload)
     insert into dead_letter (id, job, payload, error, attempts, failed_at)
     select gen_random_uuid(), job, payload, 'no handler for this job', 0, $2 from gone`,
    [rows.map(({ id }) => id), now],
  );
}

function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobs, name);
}
