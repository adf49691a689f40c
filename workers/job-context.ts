import type { Logger } from "pino";
import type { JobName, JobPayload } from "#app/jobs.ts";

/** What a handler gets beside its payload. */
export type JobContext = {
  now: Date;
  /** Fires when the job has used up its time: long work should stop at its next step. */
  signal: AbortSignal;
  log: Logger;
};

export type Handler<Name extends JobName> = (payload: JobPayload<Name>, context: JobContext) => Promise<void>;

/** One handler for each job of the catalogue: a missing one does not compile. */
export type Handlers = { [Name in JobName]: Handler<Name> };

/** Jobs that need nothing to be said, so that the clock may start them. */
export type PeriodicJobName = {
  [Name in JobName]: Record<string, never> extends JobPayload<Name> ? Name : never;
}[JobName];
