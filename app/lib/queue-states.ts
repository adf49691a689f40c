import type { JobStatus } from "#app/lib/job-status.server.ts";

/** A worker is late when it has missed two of its beats, silent when it has missed five. */
export const LATE_AFTER_MS = 12_000;
export const SILENT_AFTER_MS = 30_000;
/** A job that has waited so long in its queue waits for more than its turn. */
const SLOW_AFTER_MS = 5 * 60_000;

export type BeatState = "fresh" | "late" | "silent";

export function beatStateOf(heartbeat: { beatAt: Date }, now: Date): BeatState {
  const ageMs = now.getTime() - heartbeat.beatAt.getTime();
  if (ageMs > SILENT_AFTER_MS) return "silent";
  return ageMs > LATE_AFTER_MS ? "late" : "fresh";
}

export interface QueueState {
  job: string;
  /** In the queue, as a worker last saw it. */
  waiting: number;
  active: number;
  delayed: number;
  /** Asked for in the database and not yet done, wherever it is. */
  asked: number;
  oldestAskedAt: Date | null;
  deadCount: number;
  /** Live workers that take its jobs. */
  consumers: number;
  state: "fine" | "slow" | "dead-letters" | "no-consumer";
}

/**
 * One line for each queue that anything can put a job into. A queue that nobody empties is wrong even while
 * nothing waits in it: its jobs would wait for ever.
 */
export function queueStates(status: JobStatus, names: readonly string[], now: Date): QueueState[] {
  const live = status.heartbeats.filter((beat) => beatStateOf(beat, now) !== "silent");
  const seen = live.find(({ detail }) => detail?.redis === "ready" && detail.queues.length > 0);
  const known = new Set([
    ...names,
    ...status.askedByJob.map(({ job }) => job),
    ...status.deadByJob.map(({ job }) => job),
  ]);
  return [...known].map((job) => {
    const queue = seen?.detail?.queues.find((one) => one.job === job);
    const asked = status.askedByJob.find((one) => one.job === job);
    const deadCount = status.deadByJob.find((one) => one.job === job)?.count ?? 0;
    const consumers = live.filter(({ detail }) => detail?.consumes.includes(job)).length;
    const oldestAskedAt = asked?.oldestAt ?? null;
    const isSlow = oldestAskedAt !== null && now.getTime() - oldestAskedAt.getTime() > SLOW_AFTER_MS;
    return {
      job,
      waiting: queue?.waiting ?? 0,
      active: queue?.active ?? 0,
      delayed: queue?.delayed ?? 0,
      asked: asked?.count ?? 0,
      oldestAskedAt,
      deadCount,
      consumers,
      state: consumers === 0 ? "no-consumer" : deadCount > 0 ? "dead-letters" : isSlow ? "slow" : "fine",
    };
  });
}

/** Whether a periodic job has missed its turns: three of its periods and a minute without a good end. */
export function isRunLate(
  run: { lastFinishedAt: Date | null },
  everyMs: number | undefined,
  now: Date,
): boolean {
  if (everyMs === undefined) return false;
  if (run.lastFinishedAt === null) return true;
  return now.getTime() - run.lastFinishedAt.getTime() > 3 * everyMs + 60_000;
}

/** How often each periodic job is due, as the worker that runs the schedule says. */
export function periodsOf(status: JobStatus): Record<string, number> {
  return status.heartbeats.find(({ detail }) => detail?.ownsSchedule)?.detail?.periods ?? {};
}
