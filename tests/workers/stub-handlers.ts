import { type JobName, jobNames } from "#app/jobs.ts";
import type { Handlers } from "#workers/job-context.ts";

/** A handler for every job: those given, and a stop for all others. */
export function stubHandlers(given: Partial<Handlers>): Handlers {
  const refuse = (name: JobName) => async () => {
    throw new Error(`${name} was not expected`);
  };
  const all = Object.fromEntries(jobNames.map((name) => [name, refuse(name)]));
  return { ...all, ...given } as Handlers;
}
