import { sweepBatches } from "#app/features/disbursements/batches/pay-batch.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Asks about transfers whose answer never came. */
export const sweepBatchesJob: Handler<"sweep-batches"> = async (_payload, { now }) => {
  await sweepBatches(now);
};
