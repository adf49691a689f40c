import { checkLedger } from "#app/features/ledger/check-ledger.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Recomputes the books from their rows; the result is published, good or bad. */
export const checkLedgerJob: Handler<"check-ledger"> = async (_payload, { now, log }) => {
  const result = await checkLedger(now);
  if (!result.ok) log.error("the ledger's self-check found a difference: see /ledger/health");
};
