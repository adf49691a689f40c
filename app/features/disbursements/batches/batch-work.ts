import { transferIdOf } from "#app/features/ledger/transfer-id.ts";

/** The long work of a batch's transfers: one batch, one work. */
export const batchWorkId = (organizationId: string, batchId: string): string =>
  transferIdOf("payment-batch-work", organizationId, batchId);
