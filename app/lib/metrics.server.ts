import { collectDefaultMetrics, Gauge, type Registry, register } from "prom-client";
import { readJobStatus } from "#app/lib/job-status.server.ts";
import { singleton } from "#app/lib/singleton.server.ts";

/** Of this process, with the state of background work read from the database when it is asked for. */
const metrics = singleton("metrics", () => {
  collectDefaultMetrics({ register });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [register] });
  return {
    outboxWaiting: gauge("mingshan_outbox_waiting", "Requests not yet handed to the queue"),
    outboxOldest: gauge("mingshan_outbox_oldest_seconds", "Age of the oldest request that is not yet done"),
    outboxUnderWay: gauge("mingshan_outbox_under_way", "Requests handed over and not yet done"),
    deadLetters: gauge("mingshan_dead_letters", "Jobs that failed for good and wait for a person"),
    unsentMail: gauge("mingshan_mail_unsent", "Mails that have not been sent yet"),
    workers: gauge("mingshan_workers_alive", "Workers heard of in the last 30 seconds"),
    register: register satisfies Registry,
  };
});

const ALIVE_MS = 30_000;

/** The Prometheus text. Without the database the process' own figures are still there. */
export async function metricsText(now: Date): Promise<{ type: string; text: string }> {
  try {
    const status = await readJobStatus();
    const oldest = [status.outbox.oldestWaitingAt, status.outbox.oldestUnderWayAt]
      .filter((at) => at !== null)
      .map((at) => now.getTime() - at.getTime());
    metrics.outboxWaiting.set(Number(status.outbox.waiting));
    metrics.outboxUnderWay.set(Number(status.outbox.underWay));
    metrics.outboxOldest.set(Math.max(0, ...oldest) / 1000);
    metrics.deadLetters.set(Number(status.deadLetterCount));
    metrics.unsentMail.set(Number(status.unsentMailCount));
    metrics.workers.set(
      status.heartbeats.filter(({ beatAt }) => now.getTime() - beatAt.getTime() < ALIVE_MS).length,
    );
  } catch {
    // Without the database there is nothing to show: NaN is Prometheus' word for it.
    for (const gauge of [metrics.outboxWaiting, metrics.outboxUnderWay, metrics.outboxOldest])
      gauge.set(Number.NaN);
    for (const gauge of [metrics.deadLetters, metrics.unsentMail, metrics.workers]) gauge.set(Number.NaN);
  }
  return { type: metrics.register.contentType, text: await metrics.register.metrics() };
}
