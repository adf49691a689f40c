import { type JobName, type JobPayload, jobs } from "#app/jobs.ts";
import { log } from "#app/lib/log.server.ts";
import type { Handlers } from "#workers/job-context.ts";
import { withinTime } from "#workers/within-time.ts";

/** Runs one handler with a checked payload and within its time. Throws when it fails or takes too long. */
export async function performJob<Name extends JobName>(
  handlers: Handlers,
  name: Name,
  given: unknown,
): Promise<void> {
  const { payload, timeoutMs } = jobs[name];
  const checked = payload.parse(given) as JobPayload<Name>;
  const controller = new AbortController();
  const context = { now: new Date(), signal: controller.signal, log: log.child({ job: name }) };
  await withinTime(handlers[name](checked, context), timeoutMs, name, () => controller.abort());
}
