import { markMovedFigures } from "#app/features/disclosures/mark-moved-figures.server.ts";
import { planAllDisclosureTasks } from "#app/features/disclosures/plan-disclosure-tasks.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { Handler } from "#workers/job-context.ts";

/** Writes down everybody's duties for the days ahead, and holds published figures against the ledger. */
export const planDisclosuresJob: Handler<"plan-disclosures"> = async (_payload, { now }) => {
  await planAllDisclosureTasks(shanghaiDay(now));
  await markMovedFigures(now);
};
