import { findSignals } from "#app/features/consumption/fraud/find-signals.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Looks for what is odd in the sales of consumption campaigns, for people to decide on. */
export const findSignalsJob: Handler<"find-signals"> = async (_payload, { now, log }) => {
  const { opened } = await findSignals(now);
  if (opened > 0) log.info({ opened }, "odd sales found");
};
