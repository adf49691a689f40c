import { acceptEventsIn } from "#app/features/consumption/intake/accept-events.server.ts";
import type { EventInput, EventResult } from "#app/features/consumption/intake/event.ts";
import { recordActs } from "#app/features/identity/record-act.server.ts";
import type { Sql } from "#app/lib/db.server.ts";

export interface TillBatch {
  merchantId: string;
  /** Who stands at the till. */
  userId: string;
  events: readonly EventInput[];
  now: Date;
}

/**
 * Books what a till tells, in the caller's transaction. An order is a record of its own; that somebody took goods
 * back, which lowers what the enterprise gives, is also kept with who did it.
 */
export async function bookEvents(tx: Sql, batch: TillBatch): Promise<EventResult[]> {
  const { merchantId, userId, events, now } = batch;
  if (events.length === 0) return [];
  const { results } = await acceptEventsIn(tx, { merchantId, events, source: "till", now });
  const returned = events.filter(
    ({ type }, index) => type === "return" && results[index]?.outcome === "accepted",
  );
  await recordActs(
    tx,
    returned.map(({ returnOf, amountFen }) => ({
      organizationId: merchantId,
      userId,
      act: "sale-returned",
      subjectKind: "sale",
      subjectId: returnOf ?? "",
      details: { amountFen },
      now,
    })),
  );
  return results;
}
