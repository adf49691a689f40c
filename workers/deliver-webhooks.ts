import { deliverWebhooks } from "#app/features/consumption/webhooks/deliver-webhooks.server.ts";
import { spreadEvents } from "#app/features/consumption/webhooks/spread-events.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Tells enterprises' systems what happened, and tries again where nothing was taken. */
export const deliverWebhooksJob: Handler<"deliver-webhooks"> = async (_payload, { now, signal, log }) => {
  while (!signal.aborted && (await spreadEvents(now)) > 0);
  let sent = 0;
  while (!signal.aborted) {
    // Each round is signed with its own time: receivers refuse what is older than five minutes.
    const round = await deliverWebhooks(new Date());
    if (round === 0) break;
    sent += round;
  }
  if (sent > 0) log.info({ sent }, "webhooks sent");
};
