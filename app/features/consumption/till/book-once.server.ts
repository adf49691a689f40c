import type { EventInput, EventResult } from "#app/features/consumption/intake/event.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { bookEvents } from "./book-events.server.ts";

/** Who presses, and for which enterprise. */
export interface Clerk {
  merchantId: string;
  userId: string;
}

/**
 * Books an order or a return from a form. The form carries the number and the press gives the time, so a form sent
 * again, also at the same moment, is held against the time of the first press: it is a duplicate, not another order
 * under the same number.
 */
export async function bookOnce(
  { merchantId, userId }: Clerk,
  event: Omit<EventInput, "occurredAt">,
  now: Date,
): Promise<EventResult> {
  return transaction(async (tx) => {
    await tx.run("select pg_advisory_xact_lock(hashtextextended('till-order ' || $1, 0))", [event.orderNo]);
    const occurredAt = (await bookedAt(tx, merchantId, event.orderNo)) ?? now;
    const [result] = await bookEvents(tx, { merchantId, userId, events: [{ ...event, occurredAt }], now });
    invariant(result !== undefined, "each event has its result");
    return result;
  });
}

async function bookedAt(tx: Sql, merchantId: string, orderNo: string): Promise<Date | null> {
  const [row] = await tx.rows<{ at: Date }>(
    "select occurred_at as at from consumption_event where merchant_id = $1 and order_no = $2",
    [merchantId, orderNo],
  );
  return row?.at ?? null;
}
