import { sweepPayments } from "#app/features/donations/sweep-payments.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Asks providers about gifts whose notification never came. */
export const sweepPaymentsJob: Handler<"sweep-payments"> = async (_payload, { now }) => {
  await sweepPayments(now);
};
