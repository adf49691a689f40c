import { z } from "zod";
import { db } from "#app/lib/db.server.ts";

/** How full one queue is, as a worker last saw it. */
const queueSchema = z.object({
  job: z.string(),
  waiting: z.number(),
  active: z.number(),
  delayed: z.number(),
  oldestWaitingAt: z.iso.datetime().nullable(),
});

/** What a worker writes about itself every few seconds. */
export const heartbeatDetailSchema = z.object({
  startedAt: z.iso.datetime(),
  redis: z.enum(["ready", "down"]),
  /** Whether this process runs the periodic jobs. */
  ownsSchedule: z.boolean(),
  queues: z.array(queueSchema),
  /** The jobs that this process takes out of their queues. */
  consumes: z.array(z.string()).default([]),
  /** Periodic job → milliseconds between its turns, from the process that runs them. */
  periods: z.record(z.string(), z.number()).default({}),
});
export type HeartbeatDetail = z.infer<typeof heartbeatDetailSchema>;

export type Heartbeat = { worker: string; beatAt: Date; detail: HeartbeatDetail | null };

export type PeriodicRun = {
  job: string;
  lastStartedAt: Date | null;
  lastFinishedAt: Date | null;
  lastError: string | null;
  runCount: bigint;
};

export type OutboxSize = {
  /** Not yet handed to the queue. */
  waiting: bigint;
  oldestWaitingAt: Date | null;
  /** Handed over and not yet done. */
  underWay: bigint;
  oldestUnderWayAt: Date | null;
};

export type JobStatus = {
  outbox: OutboxSize;
  /** Requests that are not done, by job. */
  askedByJob: { job: string; count: number; oldestAt: Date }[];
  deadByJob: { job: string; count: number; oldestAt: Date }[];
  deadLetterCount: bigint;
  unsentMailCount: bigint;
  heartbeats: Heartbeat[];
  runs: PeriodicRun[];
};

/** Everything an operator asks about background work, from the database alone: it also answers without Redis. */
export async function readJobStatus(): Promise<JobStatus> {
  const [outbox, askedByJob, deadByJob, counts, heartbeats, runs] = await Promise.all([
    readOutboxSize(),
    db.rows<JobStatus["askedByJob"][number]>(
      `select job, count(*)::int4 as count, min(created_at) as "oldestAt" from outbox group by job order by job`,
    ),
    db.rows<JobStatus["deadByJob"][number]>(
      `select job, count(*)::int4 as count, min(failed_at) as "oldestAt" from dead_letter
       where retried_at is null group by job order by job`,
    ),
    db.rows<{ dead: bigint; unsent: bigint }>(
      `select (select count(*) from dead_letter where retried_at is null) as dead,
              (select count(*) from outgoing_mail where sent_at is null) as unsent`,
    ),
    db.rows<{ worker: string; beatAt: Date; detail: unknown }>(
      `select worker, beat_at as "beatAt", detail from worker_heartbeat order by worker`,
    ),
    db.rows<PeriodicRun>(
      `select job, last_started_at as "lastStartedAt", last_finished_at as "lastFinishedAt",
              last_error as "lastError", run_count as "runCount" from job_run order by job`,
    ),
  ]);
  return {
    outbox,
    askedByJob,
    deadByJob,
    deadLetterCount: counts[0]?.dead ?? 0n,
    unsentMailCount: counts[0]?.unsent ?? 0n,
    heartbeats: heartbeats.map(({ worker, beatAt, detail }) => ({
      worker,
      beatAt,
      detail: heartbeatDetailSchema.safeParse(detail).data ?? null,
    })),
    runs,
  };
}

export async function readOutboxSize(): Promise<OutboxSize> {
  const [size] = await db.rows<OutboxSize>(
    `select count(*) filter (where dispatched_at is null) as waiting,
            min(created_at) filter (where dispatched_at is null) as "oldestWaitingAt",
            count(*) filter (where dispatched_at is not null) as "underWay",
            min(created_at) filter (where dispatched_at is not null) as "oldestUnderWayAt"
     from outbox`,
  );
  return size ?? { waiting: 0n, oldestWaitingAt: null, underWay: 0n, oldestUnderWayAt: null };
}
