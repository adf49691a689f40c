import { traceFunds } from "#app/features/disbursements/trace-funds.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Finds the funds whose trace was asked for and lost, and follows them. */
export const traceFundsJob: Handler<"trace-funds"> = async (_payload, { now }) => {
  await traceFunds(now);
};
