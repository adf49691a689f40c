import { db } from "#app/lib/db.server.ts";

export interface MoneyBackWaiting {
  refundCount: number;
  refundFen: bigint;
  quarantineCount: number;
  heldFen: bigint;
}

/** How many refunds wait for their second person, and how much is held that fits nothing. */
export async function moneyBackWaiting(organizationIds: readonly string[]): Promise<MoneyBackWaiting> {
  const [row] = await db.rows<MoneyBackWaiting>(
    `select r."refundCount", r."refundFen", q."quarantineCount", q."heldFen"
     from (select count(*)::int4 as "refundCount", coalesce(sum(amount_fen), 0)::int8 as "refundFen"
           from refund_request
           where organization_id = any($1) and approved_at is null and rejected_at is null) r,
          (select count(*)::int4 as "quarantineCount", coalesce(sum(held_fen), 0)::int8 as "heldFen"
           from quarantine where organization_id = any($1) and decided_at is null) q`,
    [organizationIds],
  );
  return row ?? { refundCount: 0, refundFen: 0n, quarantineCount: 0, heldFen: 0n };
}
