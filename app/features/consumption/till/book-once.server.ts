import { acceptEvents } from "#app/features/consumption/intake/accept-events.server.ts";
import type { EventInput, EventResult } from "#app/features/consumption/intake/event.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";

/**
 * Books an order or a return from a form. The form carries the number and the press gives the time, so a form sent
 * again is held against the time of the first press: it is a duplicate, not another order under the same number.
 */
export async function bookOnce(
  merchantId: string,
  event: Omit<EventInput, "occurredAt">,
  now: Date,
): Promise<EventResult> {
  const known = await bookedAt(merchantId, event.orderNo);
  const result = await send(merchantId, { ...event, occurredAt: known ?? now }, now);
  if (result.reason !== "other-content" || known) return result;
  // Two presses at one moment: neither knew of the other when it looked.
  const since = await bookedAt(merchantId, event.orderNo);
  return since ? send(merchantId, { ...event, occurredAt: since }, now) : result;
}

async function send(merchantId: string, event: EventInput, now: Date): Promise<EventResult> {
  const { results } = await acceptEvents({ merchantId, events: [event], source: "till", now });
  const [result] = results;
  invariant(result !== undefined, "each event has its result");
  return result;
}

async function bookedAt(merchantId: string, orderNo: string): Promise<Date | null> {
  const [row] = await db.rows<{ at: Date }>(
    "select occurred_at as at from consumption_event where merchant_id = $1 and order_no = $2",
    [merchantId, orderNo],
  );
  return row?.at ?? null;
}
