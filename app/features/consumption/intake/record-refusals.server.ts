import type { Sql } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { EventResult } from "./event.ts";

/**
 * Counts the orders that came after their agreement had ended, a row for each enterprise and day: a till that goes on
 * sending them may still tell its shoppers that they give. Written last in its transaction, so that the row is held
 * for a moment only.
 */
export async function recordRefusals(
  tx: Sql,
  { merchantId, now }: { merchantId: string; now: Date },
  results: readonly EventResult[],
): Promise<void> {
  const count = results.filter(({ reason }) => reason === "agreement-ended").length;
  if (count === 0) return;
  await tx.run(
    `insert into consumption_refusal as r (merchant_id, day, order_count, last_at) values ($1, $2, $3, $4)
     on conflict (merchant_id, day) do update set order_count = r.order_count + excluded.order_count,
       last_at = greatest(r.last_at, excluded.last_at)`,
    [merchantId, shanghaiDay(now), count, now],
  );
}
