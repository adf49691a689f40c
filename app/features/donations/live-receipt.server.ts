import type { Sql } from "#app/lib/db.server.ts";

/**
 * Whether a statutory receipt stands for a gift. Before its money goes back the receipt is voided in the finance
 * department's system. Ask with the gift's row locked: recording a receipt locks it too.
 */
export async function hasLiveReceipt(tx: Sql, fundId: string, donationId: string): Promise<boolean> {
  const [receipt] = await tx.rows(
    "select 1 from receipt_gift where fund_id = $1 and donation_id = $2 and voided_at is null limit 1",
    [fundId, donationId],
  );
  return receipt !== undefined;
}
