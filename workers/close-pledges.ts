import { closePledges } from "#app/features/donations/close-pledges.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Closes gifts by bank transfer that nobody paid within their term. */
export const closePledgesJob: Handler<"close-pledges"> = async (_payload, { now }) => {
  await closePledges(now);
};
