import { foldTallies } from "#app/features/consumption/postings/fold-tallies.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Keeps the live totals of consumption gifts quick to read. */
export const foldTalliesJob: Handler<"fold-tallies"> = async () => {
  await foldTallies();
};
