import { takeList } from "#app/features/aid/take-list.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Makes applications of an uploaded list. */
export const takeAidListJob: Handler<"take-aid-list"> = async ({ listId }, { now, signal }) => {
  await takeList(listId, now, signal);
};
