import { hostname } from "node:os";
import { recordHeartbeat, removeHeartbeat } from "#app/lib/job-records.server.ts";
import { log } from "#app/lib/log.server.ts";
import type { Handlers } from "#workers/job-context.ts";
import { openJobQueues } from "#workers/job-queues.ts";
import { relayLostJobs, relayOutbox } from "#workers/relay-outbox.ts";
import { repeat } from "#workers/repeat.ts";
import { runSchedule } from "#workers/run-schedule.ts";
import type { ScheduleEntry } from "#workers/schedule.ts";
import { withinTime } from "#workers/within-time.ts";

const RELAY_MS = 250;
const LOST_MS = 60_000;
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
  const lost = repeat("lost-jobs", LOST_MS, async () => (await relayLostJobs(queues, new Date())) > 0);
  const beat = repeat("heartbeat", BEAT_MS, async () => {
    const redis = queues.isReady() ? "ready" : "down";
    const counts = redis === "ready" ? await withinTime(queues.counts(), BEAT_MS, "counting the queues") : [];
    const detail = { startedAt, redis, ownsSchedule: running.ownsSchedule(), queues: counts } as const;
    await recordHeartbeat(worker, detail, new Date());
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
