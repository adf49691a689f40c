import { checkFunds } from "#app/features/reconciliation/check-funds.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Holds every fund's payments against bank, ledger, trace and evidence. */
export const checkFundsJob: Handler<"check-funds"> = async (_payload, { now }) => {
  await checkFunds(now);
};
