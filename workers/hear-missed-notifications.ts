import { hearMissedNotifications } from "#app/features/donations/hear-missed.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Asks providers for what they could not tell us. */
export const hearMissedNotificationsJob: Handler<"hear-missed-notifications"> = async (_payload, { now }) => {
  await hearMissedNotifications(now);
};
