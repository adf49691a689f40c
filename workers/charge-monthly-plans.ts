import { chargeMonthlyPlans } from "#app/features/donations/monthly/charge-monthly-plans.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Deducts the monthly gifts that are due, asks about open ones, and keeps agreements and plans together. */
export const chargeMonthlyPlansJob: Handler<"charge-monthly-plans"> = async (_payload, { now }) => {
  await chargeMonthlyPlans(now);
};
