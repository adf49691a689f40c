import { snapshotBalances } from "#app/features/ledger/snapshot-balances.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Keeps reading a balance cheap. */
export const snapshotBalancesJob: Handler<"snapshot-balances"> = async (_payload, { now }) => {
  await snapshotBalances(now);
};
