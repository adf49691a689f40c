import type { Sql } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { EventSource, StoredEvent } from "./event.ts";

export type IntakeMode = "live" | "test";

/** Where events stand: what a test key sends has a table of its own that no sum reads. */
export const EVENT_TABLES = { live: "consumption_event", test: "consumption_test_event" } as const;

const GIVEN = `
  given as (
    select * from unnest($4::text[], $5::text[], $6::text[], $7::int4[], $8::int8[], $9::int8[], $10::int4[],
                         $11::text[], $12::text[], $13::timestamptz[], $14::date[], $15::int8[])
      as g (order_no, type, agreement_id, version, amount_fen, discount_fen, item_count, items, return_of, occurred_at,
            day, gift_e4)
  )`;
/** Sorted, so that two batches that share numbers wait for each other in one direction. */
const insertInto = (table: string) => `
  stored as (
    insert into ${table} (merchant_id, order_no, agreement_id, version, type, amount_fen, discount_fen, item_count,
      items, return_of, occurred_at, day, gift_e4, source, recorded_at)
    select $1, order_no, agreement_id, version, type, amount_fen, discount_fen, item_count, items::jsonb, return_of,
           occurred_at, day, gift_e4, $2, $3
    from given order by order_no
    on conflict do nothing
    returning order_no, agreement_id, day, type, return_of, occurred_at, amount_fen, gift_e4
  )`;

const STORE = {
  live: `with ${GIVEN}, ${insertInto(EVENT_TABLES.live)},
    waiting as (
      insert into consumption_pending (agreement_id, order_no, type, return_of, occurred_at, day, gift_e4)
      select agreement_id, order_no, type, return_of, occurred_at, day, gift_e4 from stored
    ),
    tallied as (
      insert into consumption_tally (agreement_id, day, id, order_count, return_count, sales_fen, gift_e4)
      select agreement_id, day, gen_random_uuid(), count(*) filter (where type = 'order'),
             count(*) filter (where type = 'return'),
             sum(case type when 'order' then amount_fen else -amount_fen end), sum(gift_e4)
      from stored group by agreement_id, day
    )
    select count(*) as "storedCount" from stored`,
  test: `with ${GIVEN}, ${insertInto(EVENT_TABLES.test)} select count(*) as "storedCount" from stored`,
} as const;

/**
 * Stores decided events in one statement: live ones also wait for their day's posting, and add one row per agreement
 * and day to the tally (a return's on its own day).
 *
 * @returns false when somebody stored one of the numbers meanwhile: then the caller undoes it
 */
export async function storeEvents(
  tx: Sql,
  mode: IntakeMode,
  batch: { merchantId: string; source: EventSource; now: Date },
  events: readonly StoredEvent[],
): Promise<boolean> {
  const of = <Value>(pick: (event: StoredEvent) => Value) => events.map(pick);
  const [row] = await tx.rows<{ storedCount: bigint }>(
    STORE[mode],
    [
      batch.merchantId,
      batch.source,
      batch.now,
      of((event) => event.orderNo),
      of((event) => event.type),
      of((event) => event.agreementId),
      of((event) => event.version),
      of((event) => event.amountFen),
      of((event) => event.discountFen),
      of((event) => event.itemCount),
      of((event) => event.items && JSON.stringify(event.items)),
      of((event) => event.returnOf),
      of((event) => event.occurredAt),
      of((event) => shanghaiDay(event.occurredAt)),
      of((event) => event.giftE4),
    ],
    { isKept: true },
  );
  return row?.storedCount === BigInt(events.length);
}
