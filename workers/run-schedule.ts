import { setMaxListeners } from "node:events";
import type { PoolClient } from "pg";
import { pool } from "#app/lib/db.server.ts";
import { errorText } from "#app/lib/error-text.ts";
import { lastRunStarts, recordRunEnded, recordRunStarted } from "#app/lib/job-records.server.ts";
import { log } from "#app/lib/log.server.ts";
import type { Handlers } from "#workers/job-context.ts";
import { performJob } from "#workers/perform-job.ts";
import { pause, type Repetition, repeat } from "#workers/repeat.ts";
import type { ScheduleEntry } from "#workers/schedule.ts";

/** Any fixed number that no other advisory lock of the database uses ("mingshan schedule"). */
const SCHEDULE_LOCK = 7_261_846_501;
const LOOK_MS = 2_000;

export type RunningSchedule = Repetition & { ownsSchedule(): boolean };

type Tenure = { client: PoolClient; end: AbortController; loops: Promise<void>[] };

/**
 * Runs the periodic jobs in one process of many: the one that holds a lock of the database. When it ends, or
 * loses its connection, another takes over within seconds. Two at once would do no harm, only work twice.
 */
export function runSchedule(handlers: Handlers, entries: readonly ScheduleEntry[]): RunningSchedule {
  let tenure: Tenure | null = null;
  const look = repeat("schedule", LOOK_MS, async () => {
    if (tenure && (await stillHolds(tenure))) return false;
    if (tenure) await endTenure(tenure);
    tenure = null;
    tenure = await beginTenure(handlers, entries);
    return false;
  });
  return {
    ownsSchedule: () => tenure !== null && !tenure.end.signal.aborted,
    stop: async () => {
      await look.stop();
      if (tenure) await endTenure(tenure);
      tenure = null;
    },
  };
}

async function beginTenure(handlers: Handlers, entries: readonly ScheduleEntry[]): Promise<Tenure | null> {
  const client = await pool.connect();
  try {
    const asked = await client.query<{ isMine: boolean }>(`select pg_try_advisory_lock($1) as "isMine"`, [
      SCHEDULE_LOCK,
    ]);
    if (!asked.rows[0]?.isMine) {
      client.release();
      return null;
    }
    const lastStarts = await lastRunStarts();
    const end = new AbortController();
    // Every loop waits on it, and there are more of them than Node expects.
    setMaxListeners(entries.length + 1, end.signal);
    client.on("error", () => end.abort());
    const loops = entries.map((entry) => runEntry(handlers, entry, lastStarts.get(entry.job), end.signal));
    return { client, end, loops };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function stillHolds({ client, end }: Tenure): Promise<boolean> {
  if (end.signal.aborted) return false;
  await client.query("select 1").catch(() => end.abort());
  return !end.signal.aborted;
}

/** Lets the running jobs end; closing the connection gives the lock back. */
async function endTenure({ client, end, loops }: Tenure): Promise<void> {
  end.abort();
  await Promise.all(loops);
  client.release(true);
}

async function runEntry(
  handlers: Handlers,
  { job, everyMs }: ScheduleEntry,
  lastStart: Date | undefined,
  signal: AbortSignal,
): Promise<void> {
  let dueAt = (lastStart?.getTime() ?? 0) + everyMs;
  let failures = 0;
  while (!signal.aborted) {
    await pause(dueAt - Date.now(), signal);
    if (signal.aborted) return;
    const startedAt = Date.now();
    const isFine = await runOnce(handlers, job);
    failures = isFine ? 0 : failures + 1;
    dueAt = startedAt + (isFine ? everyMs : retryAfterMs(everyMs, failures));
  }
}

/** A failed daily job is not put off by a day; a frequent one that keeps failing is slowed down a little. */
function retryAfterMs(everyMs: number, failures: number): number {
  const longest = Math.min(Math.max(everyMs, 10_000), 600_000);
  return Math.min(1_000 * 2 ** failures, longest);
}

async function runOnce(handlers: Handlers, job: ScheduleEntry["job"]): Promise<boolean> {
  try {
    await recordRunStarted(job, new Date());
    await performJob(handlers, job, {});
    await recordRunEnded(job, null, new Date());
    return true;
  } catch (error) {
    log.error({ job, err: error }, "periodic job failed");
    await recordRunEnded(job, errorText(error), new Date()).catch((failure: Error) =>
      log.warn({ job, err: failure }, "could not record the failure"),
    );
    return false;
  }
}
