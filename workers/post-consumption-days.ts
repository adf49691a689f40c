import { postDueDays } from "#app/features/consumption/postings/post-days.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Confirms the days of consumption gifts in which nothing can be returned any more, and what sponsors add to them. */
export const postConsumptionDaysJob: Handler<"post-consumption-days"> = async (
  _payload,
  { now, signal, log },
) => {
  const { postings } = await postDueDays(now, { signal });
  if (postings > 0) log.info({ postings }, "consumption gifts confirmed");
};
