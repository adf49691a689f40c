import { collectDefaultMetrics, Gauge, type Registry, register } from "prom-client";
import { jobNames } from "#app/jobs.ts";
import { type JobStatus, readJobStatus } from "#app/lib/job-status.server.ts";
import { log } from "#app/lib/log.server.ts";
import { beatStateOf, queueStates } from "#app/lib/queue-states.ts";
import { singleton } from "#app/lib/singleton.server.ts";

/** How much waits in one state, see features/reconciliation/waiting-states. */
export interface WaitingMetric {
  state: string;
  count: number;
  overdueCount: number;
  oldestAt: Date | null;
}

/** Of this process, with the state of background work read from the database when it is asked for. */
const metrics = singleton("metrics", () => {
  collectDefaultMetrics({ register });
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge<Label>({ name, help, labelNames, registers: [register] });
  return {
    outboxWaiting: gauge("mingshan_outbox_waiting", "Requests not yet handed to the queue"),
    outboxOldest: gauge("mingshan_outbox_oldest_seconds", "Age of the oldest request that is not yet done"),
    outboxUnderWay: gauge("mingshan_outbox_under_way", "Requests handed over and not yet done"),
    deadLetters: gauge("mingshan_dead_letters", "Jobs that failed for good and wait for a person"),
    unsentMail: gauge("mingshan_mail_unsent", "Mails that have not been sent yet"),
    workers: gauge("mingshan_workers_alive", "Workers heard of in the last 30 seconds"),
    queueOldest: gauge("mingshan_queue_oldest_seconds", "Age of the oldest job asked for and not done", [
      "job",
    ]),
    queueDead: gauge("mingshan_queue_dead_letters", "Dead letters of one queue", ["job"]),
    queueConsumers: gauge("mingshan_queue_consumers", "Live workers that empty the queue", ["job"]),
    heartbeatAge: gauge("mingshan_worker_heartbeat_age_seconds", "Since a worker was last heard of", [
      "worker",
    ]),
    runSuccess: gauge("mingshan_periodic_last_success_timestamp_seconds", "Last good end of a periodic job", [
      "job",
    ]),
    waitingCount: gauge("mingshan_waiting", "Things that wait for their next step", ["state"]),
    waitingOverdue: gauge("mingshan_waiting_overdue", "Of these, those past their longest time", ["state"]),
    waitingOldest: gauge("mingshan_waiting_oldest_seconds", "Age of the oldest of them", ["state"]),
    register: register satisfies Registry,
  };
});

/**
 * The Prometheus text. What cannot be read is NaN (Prometheus' word for it) or left out; the process' own
 * figures are always there.
 *
 * @param readWaiting what waits in each state
 */
export async function metricsText(
  now: Date,
  readWaiting: () => Promise<readonly WaitingMetric[]> = async () => [],
): Promise<{ type: string; text: string }> {
  const [status, waiting] = await Promise.all([
    unlessItFails(readJobStatus, "job status"),
    unlessItFails(readWaiting, "waiting states"),
  ]);
  if (status) setJobs(status, now);
  else forgetJobs();
  for (const gauge of [metrics.waitingCount, metrics.waitingOverdue, metrics.waitingOldest]) gauge.reset();
  for (const { state, count, overdueCount, oldestAt } of waiting ?? []) {
    metrics.waitingCount.set({ state }, count);
    metrics.waitingOverdue.set({ state }, overdueCount);
    metrics.waitingOldest.set({ state }, ageSeconds(oldestAt, now));
  }
  return { type: metrics.register.contentType, text: await metrics.register.metrics() };
}

async function unlessItFails<T>(read: () => Promise<T>, what: string): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    log.debug({ what, err: error }, "metrics without");
    return null;
  }
}

function setJobs(status: JobStatus, now: Date): void {
  const oldest = [status.outbox.oldestWaitingAt, status.outbox.oldestUnderWayAt];
  metrics.outboxWaiting.set(Number(status.outbox.waiting));
  metrics.outboxUnderWay.set(Number(status.outbox.underWay));
  metrics.outboxOldest.set(Math.max(...oldest.map((at) => ageSeconds(at, now))));
  metrics.deadLetters.set(Number(status.deadLetterCount));
  metrics.unsentMail.set(Number(status.unsentMailCount));
  metrics.workers.set(status.heartbeats.filter((beat) => beatStateOf(beat, now) !== "silent").length);
  forgetLabels();
  for (const { job, oldestAskedAt, deadCount, consumers } of queueStates(status, jobNames, now)) {
    metrics.queueOldest.set({ job }, ageSeconds(oldestAskedAt, now));
    metrics.queueDead.set({ job }, deadCount);
    metrics.queueConsumers.set({ job }, consumers);
  }
  for (const { worker, beatAt } of status.heartbeats)
    metrics.heartbeatAge.set({ worker }, ageSeconds(beatAt, now));
  for (const { job, lastFinishedAt } of status.runs)
    if (lastFinishedAt) metrics.runSuccess.set({ job }, lastFinishedAt.getTime() / 1000);
}

function forgetJobs(): void {
  const { outboxWaiting, outboxOldest, outboxUnderWay, deadLetters, unsentMail, workers } = metrics;
  for (const gauge of [outboxWaiting, outboxOldest, outboxUnderWay, deadLetters, unsentMail, workers])
    gauge.set(Number.NaN);
  forgetLabels();
}

/** Workers come and go: what is not set anew shall not stay. */
function forgetLabels(): void {
  const { queueOldest, queueDead, queueConsumers, runSuccess } = metrics;
  for (const gauge of [queueOldest, queueDead, queueConsumers, runSuccess]) gauge.reset();
  metrics.heartbeatAge.reset();
}

const ageSeconds = (at: Date | null, now: Date): number =>
  at === null ? 0 : Math.max(0, now.getTime() - at.getTime()) / 1000;
