import { hostname } from "node:os";
import { recordHeartbeat, removeHeartbeat } from "#app/lib/job-records.server.ts";
import { log } from "#app/lib/log.server.ts";
import { quietly } from "#app/lib/quietly.server.ts";
import type { Handlers } from "#workers/job-context.ts";
import { type JobQueues, openJobQueues } from "#workers/job-queues.ts";
import { relayLostJobs, relayOutbox } from "#workers/relay-outbox.ts";
import { repeat } from "#workers/repeat.ts";
import { reportLonelyQueues } from "#workers/report-lonely-queues.ts";
import { runSchedule } from "#workers/run-schedule.ts";
import type { ScheduleEntry } from "#workers/schedule.ts";
import { withinTime } from "#workers/within-time.ts";

const RELAY_MS = 250;
const LOST_LOOK_MS = 1_000;
/** A job that is still not done so long after it was handed over may have been lost. */
const LOST_AFTER_MS = 30 * 60_000;
const LOST_EVERY_MS = 60_000;
const BEAT_MS = 5_000;

export type RunningWorker = {
  /** Lets running jobs end, gives up the schedule and leaves the list of workers. */
  stop(): Promise<void>;
};

export type WorkerSettings = {
  handlers: Handlers;
  schedule: readonly ScheduleEntry[];
  redisUrl: string;
  /** Different for each process. */
  name?: string;
};

/** Relay, queues, schedule and heartbeat of one worker process. Starts whether or not Redis is there. */
export function startWorker({ handlers, schedule, redisUrl, name }: WorkerSettings): RunningWorker {
  const worker = name ?? `${hostname()}-${process.pid}`;
  const startedAt = new Date().toISOString();
  const queues = openJobQueues(redisUrl);
  queues.consume(handlers);
  const running = runSchedule(handlers, schedule);
  const relay = repeat("relay", RELAY_MS, async () => (await relayOutbox(queues, new Date())) > 0);
  const lost = repeat("lost-jobs", LOST_LOOK_MS, findLostJobs(queues));
  const beat = repeat("heartbeat", BEAT_MS, async () => {
    const redis = queues.isReady() ? "ready" : "down";
    const counts = redis === "ready" ? await withinTime(queues.counts(), BEAT_MS, "counting the queues") : [];
    const ownsSchedule = running.ownsSchedule();
    const periods = Object.fromEntries(schedule.map(({ job, everyMs }) => [job, everyMs]));
    const detail = {
      startedAt,
      redis,
      ownsSchedule,
      queues: counts,
      consumes: queues.consumed(),
      periods,
    } as const;
    await recordHeartbeat(worker, detail, new Date());
    await quietly("looking for queues that nobody empties", reportLonelyQueues);
    return false;
  });
  return {
    stop: async () => {
      await Promise.all([relay.stop(), lost.stop(), running.stop(), queues.close()]);
      await beat.stop();
      await removeHeartbeat(worker).catch((error: Error) => log.warn({ err: error }, "heartbeat stays"));
    },
  };
}

/** When Redis has come back, possibly empty, everything under way is handed over again; else only what is old. */
function findLostJobs(queues: JobQueues): () => Promise<boolean> {
  let seen = 0;
  let before: Date | null = null;
  let lookedAt = 0;
  return async () => {
    const now = new Date();
    const connections = queues.connections();
    if (connections !== seen) before = now;
    else if (before === null && now.getTime() - lookedAt >= LOST_EVERY_MS) {
      before = new Date(now.getTime() - LOST_AFTER_MS);
    }
    if (before === null || !queues.isReady()) return false;
    const found = await relayLostJobs(queues, before, now);
    seen = connections;
    lookedAt = now.getTime();
    if (found === 0) before = null;
    return found > 0;
  };
}
