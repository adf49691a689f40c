import { screenGifts } from "#app/features/donations/screening/screen-gifts.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Opens a case for each new gift that somebody should look at. */
export const screenGiftsJob: Handler<"screen-gifts"> = async (_payload, { now, signal }) => {
  await screenGifts(now, signal);
};
