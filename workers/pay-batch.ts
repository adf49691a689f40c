import { payBatch } from "#app/features/disbursements/batches/pay-batch.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Makes the transfers of a batch that a second person has released. */
export const payBatchJob: Handler<"pay-batch"> = async ({ organizationId, batchId }, { now }) => {
  await payBatch(organizationId, batchId, now);
};
