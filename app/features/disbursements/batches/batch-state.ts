export interface BatchSteps {
  releasedAt: Date | null;
  sentAt: Date | null;
  settledAt: Date | null;
  cancelledAt: Date | null;
  /** Lines refused or come back. */
  failedCount: number;
}

export const BATCH_STATES = [
  "prepared",
  "released",
  "sent",
  "settled",
  "partly-failed",
  "cancelled",
] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** Where a payment batch stands; `partly-failed` as soon as one line has not reached its payee. */
export function batchState(batch: BatchSteps): BatchState {
  if (batch.cancelledAt) return "cancelled";
  if (!batch.releasedAt) return "prepared";
  if (!batch.sentAt) return "released";
  if (batch.failedCount > 0) return "partly-failed";
  return batch.settledAt ? "settled" : "sent";
}

/** What every line of a batch's file says about itself, and the bank's rows with it: the batch and the number. */
export const lineReference = (batchId: string, number: number): string =>
  `${batchId} ${String(number).padStart(4, "0")}`;
