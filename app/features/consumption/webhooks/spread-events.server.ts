import { transaction } from "#app/lib/db.server.ts";
import { TEST_TYPE } from "./event-types.ts";
import { bodiesOf, type EventToTell } from "./message-body.server.ts";

const AT_ONCE = 500;

/**
 * Makes a delivery of each new event for each endpoint of its enterprise that wants its type and is on, and writes
 * the body that all of them and every repetition get. Several workers at once take different events.
 *
 * @returns how many events it took; call again until it is 0.
 */
export async function spreadEvents(now: Date): Promise<number> {
  return transaction(async (tx) => {
    const events = await tx.rows<EventToTell>(
      `select id, organization_id as "organizationId", type, subject_id as "subjectId", at
       from webhook_event where spread_at is null order by at, id limit $1 for update skip locked`,
      [AT_ONCE],
    );
    if (events.length === 0) return 0;
    const bodies = await bodiesOf(tx, events);
    await tx.run(
      `update webhook_event e set body = g.body, spread_at = $3
       from unnest($1::uuid[], $2::text[]) as g(id, body) where e.id = g.id`,
      [[...bodies.keys()], [...bodies.values()], now],
    );
    await tx.run(
      `insert into webhook_delivery (event_id, endpoint_id, created_at, next_at)
       select e.id, p.id, $2, $2
       from webhook_event e
       join webhook_endpoint p on p.organization_id = e.organization_id
         and p.disabled_at is null and p.removed_at is null
         and case e.type when $3 then p.id::text = e.subject_id else e.type = any(p.types) end
       where e.id = any($1)`,
      [events.map(({ id }) => id), now, TEST_TYPE],
    );
    return events.length;
  });
}
