import type { Sql } from "#app/lib/db.server.ts";
import type { EventConflict, EventSource } from "./event.ts";

/**
 * Remembers that an order number came again with something else, and what differed, never the amounts themselves. A
 * till that keeps repeating one mistake adds one row.
 */
export async function recordConflicts(
  tx: Sql,
  batch: { merchantId: string; source: EventSource; now: Date },
  conflicts: readonly EventConflict[],
): Promise<void> {
  if (conflicts.length === 0) return;
  await tx.run(
    `insert into consumption_conflict (merchant_id, order_no, differs, at, source)
     select $1, order_no, differs, $2, $3 from unnest($4::text[], $5::text[]) as c (order_no, differs)
     order by order_no, differs
     on conflict do nothing`,
    [
      batch.merchantId,
      batch.now,
      batch.source,
      conflicts.map(({ orderNo }) => orderNo),
      conflicts.map(({ differs }) => differs.join(",")),
    ],
  );
}
