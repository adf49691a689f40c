import { jobNames } from "#app/jobs.ts";
import { readJobStatus } from "#app/lib/job-status.server.ts";
import { log } from "#app/lib/log.server.ts";
import { queueStates } from "#app/lib/queue-states.ts";

const LOOK_EVERY_MS = 60_000;

let lookedAtMs = 0;
let reported = "";

/**
 * Says once in the log when some queue has no worker that empties it: after the start of a worker, and
 * whenever that changes. The operator's page and /metrics show the same.
 */
export async function reportLonelyQueues(): Promise<void> {
  if (Date.now() - lookedAtMs < LOOK_EVERY_MS) return;
  lookedAtMs = Date.now();
  const states = queueStates(await readJobStatus(), jobNames, new Date());
  const lonely = states.filter(({ state }) => state === "no-consumer").map(({ job }) => job);
  const now = lonely.join(" ");
  if (now === reported) return;
  reported = now;
  if (lonely.length > 0) log.error({ queues: lonely }, "nobody empties these queues");
  else log.info("every queue has a worker that empties it");
}
