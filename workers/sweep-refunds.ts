import { sweepRefunds } from "#app/features/donations/sweep-refunds.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Asks about refunds whose answer never came. */
export const sweepRefundsJob: Handler<"sweep-refunds"> = async (_payload, { now }) => {
  await sweepRefunds(now);
};
