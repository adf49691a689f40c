import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Follows one fund's gifts to their use. */
export const traceFundJob: Handler<"trace-fund"> = async ({ fundId }, { now }) => {
  await traceFund(fundId, now);
};
