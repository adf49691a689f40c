import { z } from "zod";

/**
 * The catalogue of background jobs: name → payload, attempts, timeout. Payloads are ids, never copies of
 * rows. The handler of `verb-noun` is workers/verb-noun.ts; a missing one does not compile.
 */
interface JobSpec<Payload extends z.ZodType> {
  payload: Payload;
  /** How often it is tried before it becomes a dead letter. */
  attempts: number;
  /** First delay between tries; it doubles each time. */
  backoffMs: number;
  timeoutMs: number;
}

const job = <Payload extends z.ZodType>(spec: JobSpec<Payload>): JobSpec<Payload> => spec;
const nothing = z.object({});
const MINUTE_MS = 60_000;

export const jobs = {
  "index-transfers": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: MINUTE_MS }),
  "snapshot-balances": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 5 * MINUTE_MS }),
  "check-ledger": job({ payload: nothing, attempts: 2, backoffMs: 5_000, timeoutMs: 5 * MINUTE_MS }),
  "sweep-payments": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 2 * MINUTE_MS }),
  "hear-missed-notifications": job({
    payload: nothing,
    attempts: 1,
    backoffMs: 0,
    timeoutMs: 5 * MINUTE_MS,
  }),
  // Repeated by the sweep, which waits longer each time.
  "send-refund": job({
    payload: z.object({ fundId: z.string(), refundId: z.string() }),
    attempts: 1,
    backoffMs: 0,
    timeoutMs: MINUTE_MS,
  }),
  // Goes on where it was cut off; the sweep finds what fell through.
  "pay-batch": job({
    payload: z.object({ organizationId: z.string(), batchId: z.string() }),
    attempts: 1,
    backoffMs: 0,
    timeoutMs: 10 * MINUTE_MS,
  }),
  "sweep-batches": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 10 * MINUTE_MS }),
  "sweep-refunds": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 2 * MINUTE_MS }),
  "charge-monthly-plans": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 5 * MINUTE_MS }),
  "fetch-statements": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 10 * MINUTE_MS }),
  "reconcile-organization": job({
    payload: z.object({ organizationId: z.string() }),
    attempts: 5,
    backoffMs: 2_000,
    timeoutMs: 10 * MINUTE_MS,
  }),
  "trace-fund": job({
    payload: z.object({ fundId: z.string() }),
    attempts: 5,
    backoffMs: 1_000,
    timeoutMs: 5 * MINUTE_MS,
  }),
  "trace-funds": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 10 * MINUTE_MS }),
  "check-funds": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 10 * MINUTE_MS }),
  "build-credibility-report": job({
    payload: z.object({ organizationId: z.string() }),
    attempts: 5,
    backoffMs: 2_000,
    timeoutMs: 5 * MINUTE_MS,
  }),
  "build-credibility-reports": job({
    payload: nothing,
    attempts: 1,
    backoffMs: 0,
    timeoutMs: 10 * MINUTE_MS,
  }),
  // Each try goes on where the last one stopped.
  "make-certificates": job({
    payload: z.object({ workId: z.uuid() }),
    attempts: 20,
    backoffMs: 2_000,
    timeoutMs: 10 * MINUTE_MS,
  }),
  "build-export": job({
    payload: z.object({ organizationId: z.string(), exportId: z.uuid() }),
    attempts: 3,
    backoffMs: 5_000,
    timeoutMs: 10 * MINUTE_MS,
  }),
  "send-mail": job({
    payload: z.object({ mailId: z.uuid() }),
    attempts: 8,
    backoffMs: 2_000,
    timeoutMs: MINUTE_MS,
  }),
  "take-aid-list": job({
    payload: z.object({ listId: z.uuid() }),
    attempts: 5,
    backoffMs: 2_000,
    timeoutMs: 10 * MINUTE_MS,
  }),
  "take-order-list": job({
    payload: z.object({ uploadId: z.uuid() }),
    attempts: 5,
    backoffMs: 2_000,
    timeoutMs: 10 * MINUTE_MS,
  }),
  // Each day of an agreement is a transaction: the next run goes on where this one stopped.
  "post-consumption-days": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 10 * MINUTE_MS }),
  "find-signals": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 5 * MINUTE_MS }),
  "fold-tallies": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: MINUTE_MS }),
  "reseal-credentials": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 5 * MINUTE_MS }),
  // Repeated by its own clock, days long.
  "deliver-webhooks": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 5 * MINUTE_MS }),
  "settle-filings": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: MINUTE_MS }),
  "screen-gifts": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 5 * MINUTE_MS }),
  "close-pledges": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: MINUTE_MS }),
  "plan-disclosures": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 10 * MINUTE_MS }),
  "remind-responsible": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 5 * MINUTE_MS }),
  "prune-records": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 5 * MINUTE_MS }),
  "draw-statements": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 10 * MINUTE_MS }),
  "settle-statements": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: MINUTE_MS }),
  "pursue-statements": job({ payload: nothing, attempts: 1, backoffMs: 0, timeoutMs: 5 * MINUTE_MS }),
} as const;

export type JobName = keyof typeof jobs;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobs)[Name]["payload"]>;
export const jobNames = Object.keys(jobs) as JobName[];
