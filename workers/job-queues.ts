import Queue from "bull";
import { Redis } from "ioredis";
import { type JobName, jobNames, jobs } from "#app/jobs.ts";
import { keepDeadLetter } from "#app/lib/dead-letters.server.ts";
import { errorText } from "#app/lib/error-text.ts";
import { removeOutboxRows } from "#app/lib/job-records.server.ts";
import type { HeartbeatDetail } from "#app/lib/job-status.server.ts";
import { log } from "#app/lib/log.server.ts";
import type { Handlers } from "#workers/job-context.ts";
import { performJob } from "#workers/perform-job.ts";
import { withinTime } from "#workers/within-time.ts";

/** How many jobs of one kind a process works on at once: mail mostly waits, the others mostly compute. */
const CONCURRENCY: Partial<Record<JobName, number>> = { "send-mail": 4 };
const DEFAULT_CONCURRENCY = 1;
const FAREWELL_MS = 3_000;

/** ids of the outbox rows that a job answers, as text because JSON has no bigint. */
type QueuedData = { outboxIds: string[]; payload: unknown };

export type QueuedJob = { id: string; job: JobName; outboxIds: readonly bigint[]; payload: unknown };

/**
 * One Bull queue for each job name, so that slow jobs of one kind do not hold up the others. Redis is only the
 * doorbell: a job's rows stay in the outbox until it has been done, and what Redis forgets is handed over again.
 */
export type JobQueues = {
  isReady(): boolean;
  /** How often Redis has been reached anew: after a change it may have forgotten what it held. */
  connections(): number;
  /** Hands jobs over. A job whose id is already there is left as it is. */
  add(queued: readonly QueuedJob[]): Promise<void>;
  consume(handlers: Handlers): void;
  /** The jobs that this process takes out of their queues. */
  consumed(): JobName[];
  counts(): Promise<HeartbeatDetail["queues"]>;
  /** Lets running jobs end. */
  close(): Promise<void>;
};

export function openJobQueues(redisUrl: string): JobQueues {
  const clients: Redis[] = [];
  const connect = (): Redis => {
    // Bull asks for these two; without a limit of retries it waits for Redis to come back.
    const made = new Redis(redisUrl, {
      maxRetriesPerRequest: null,
      enableReadyCheck: false,
      retryStrategy: (times) => Math.min(times * 100, 2_000),
    });
    made.setMaxListeners(100);
    made.on("error", (error) => log.debug({ err: error }, "redis connection"));
    clients.push(made);
    return made;
  };
  const client = connect();
  const subscriber = connect();
  let connections = 0;
  client.on("ready", () => {
    connections += 1;
  });
  const queues = new Map<JobName, Queue.Queue<QueuedData>>();
  for (const name of jobNames) {
    const queue = new Queue<QueuedData>(name, {
      prefix: "mingshan",
      createClient: (type) => (type === "client" ? client : type === "subscriber" ? subscriber : connect()),
      settings: { backoffStrategies: { doubling: (tries) => jobs[name].backoffMs * 2 ** (tries - 1) } },
    });
    queue.on("error", (error) => log.debug({ queue: name, err: error }, "queue"));
    // A worker that is stopped before Redis ever answered leaves this waiting, and nobody asks for it then.
    queue.isReady().catch((error: unknown) => log.debug({ queue: name, err: error }, "queue never ready"));
    queues.set(name, queue);
  }
  const consumed = new Set<JobName>();
  const running = new Set<Promise<void>>();
  const track = async (job: Promise<void>): Promise<void> => {
    running.add(job);
    await job.finally(() => running.delete(job));
  };
  return {
    isReady: () => client.status === "ready",
    connections: () => connections,
    add: (queued) => addJobs(queues, queued),
    consume: (handlers) => {
      for (const [name, queue] of queues) {
        const concurrency = CONCURRENCY[name] ?? DEFAULT_CONCURRENCY;
        consumed.add(name);
        queue
          .process(concurrency, (job) => track(work(handlers, name, job)))
          .catch((error: Error) => {
            consumed.delete(name);
            log.debug({ queue: name, err: error }, "queue closed");
          });
      }
    },
    consumed: () => [...consumed],
    counts: () => Promise.all([...queues].map(([name, queue]) => countsOf(name, queue))),
    close: async () => {
      const all = [...queues.values()];
      // Without Redis Bull cannot say goodbye and no job can begin: it is enough that our own have ended.
      // With it, the clients are shared: every queue must be at rest before the first one lets go of them.
      if (client.status === "ready") await calmly(Promise.all(all.map((queue) => queue.pause(true, true))));
      await Promise.allSettled(running);
      if (client.status === "ready") await calmly(Promise.all(all.map((queue) => queue.close())));
      for (const made of clients) made.disconnect();
    },
  };
}

async function calmly(farewell: Promise<unknown>): Promise<void> {
  await withinTime(farewell, FAREWELL_MS, "closing the queues").catch((error: Error) =>
    log.warn({ err: error }, "queues closed without Redis"),
  );
}

async function addJobs(
  queues: Map<JobName, Queue.Queue<QueuedData>>,
  queued: readonly QueuedJob[],
): Promise<void> {
  for (const [name, queue] of queues) {
    const mine = queued.filter(({ job }) => job === name);
    if (mine.length === 0) continue;
    await queue.addBulk(
      mine.map(({ id, outboxIds, payload }) => ({
        data: { outboxIds: outboxIds.map(String), payload },
        opts: {
          jobId: id,
          attempts: jobs[name].attempts,
          backoff: { type: "doubling" },
          removeOnComplete: true,
          removeOnFail: true,
        },
      })),
    );
  }
}

async function work(handlers: Handlers, name: JobName, job: Queue.Job<QueuedData>): Promise<void> {
  const outboxIds = job.data.outboxIds.map(BigInt);
  try {
    await performJob(handlers, name, job.data.payload);
  } catch (error) {
    const attempts = job.attemptsMade + 1;
    const text = errorText(error);
    const isLast = attempts >= jobs[name].attempts;
    log[isLast ? "error" : "warn"]({ job: name, attempts, err: error }, "job failed");
    if (isLast) {
      await keepDeadLetter(
        { job: name, payload: job.data.payload, error: text, attempts, outboxIds },
        new Date(),
      );
    }
    throw new Error(text); // Bull keeps the text in Redis
  }
  await removeOutboxRows(outboxIds);
}

async function countsOf(
  name: JobName,
  queue: Queue.Queue<QueuedData>,
): Promise<HeartbeatDetail["queues"][number]> {
  const { waiting, active, delayed } = await queue.getJobCounts();
  const [oldest] = waiting > 0 ? await queue.getJobs(["waiting"], 0, 0, true) : [];
  const oldestWaitingAt = oldest ? new Date(oldest.timestamp).toISOString() : null;
  return { job: name, waiting, active, delayed, oldestWaitingAt };
}
