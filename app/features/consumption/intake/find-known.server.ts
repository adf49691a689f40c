import type { Sql } from "#app/lib/db.server.ts";
import type { KnownEvents } from "./decide-events.ts";
import type { EventInput, StoredEvent } from "./event.ts";
import { EVENT_TABLES, type IntakeMode } from "./store-events.server.ts";

/** What is stored of the numbers that a batch names, and how much came back of the orders that it returns. */
export async function findKnown(
  sql: Sql,
  mode: IntakeMode,
  batch: { merchantId: string; events: readonly EventInput[] },
): Promise<KnownEvents> {
  const table = EVENT_TABLES[mode];
  const returned = batch.events.flatMap(({ returnOf }) => (returnOf ? [returnOf] : []));
  const named = [...new Set([...batch.events.map(({ orderNo }) => orderNo), ...returned])].filter(isStorable);
  const rows = await sql.rows<StoredEvent>(
    `select order_no as "orderNo", type, amount_fen as "amountFen", discount_fen as "discountFen",
            item_count as "itemCount", items, return_of as "returnOf", occurred_at as "occurredAt",
            agreement_id as "agreementId", version, gift_e4 as "giftE4"
     from ${table} where merchant_id = $1 and order_no = any($2)`,
    [batch.merchantId, named],
  );
  const events = new Map(rows.map((row) => [row.orderNo, row]));
  if (returned.length === 0) return { events, returnedFen: new Map() };
  const sums = await sql.rows<{ orderNo: string; returnedFen: bigint }>(
    `select return_of as "orderNo", sum(amount_fen)::int8 as "returnedFen"
     from ${table} where merchant_id = $1 and return_of = any($2) group by return_of`,
    [batch.merchantId, returned.filter(isStorable)],
  );
  return { events, returnedFen: new Map(sums.map((sum) => [sum.orderNo, sum.returnedFen])) };
}

/** No text column holds a NUL; such a number is rejected and needs no look. */
function isStorable(orderNo: string): boolean {
  return !orderNo.includes("\0");
}
