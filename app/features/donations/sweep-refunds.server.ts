import { db } from "#app/lib/db.server.ts";
import { sendRefund } from "./send-refund.server.ts";

/** How many are asked about in one sweep, and how many at once. */
const SWEEP_LIMIT = 100;
const AT_ONCE = 4;

/**
 * Finds refunds that were promised and are not settled: jobs that were lost, answers that never came. Asks
 * about those that are due, ever more rarely as they age.
 */
export async function sweepRefunds(now: Date): Promise<{ asked: number; settled: number }> {
  const due = await db.rows<{ fundId: string; id: string }>(
    `select fund_id as "fundId", id from refund
     where origin = 'organization' and paid_at is null and failed_at is null and next_ask_at <= $1
     order by next_ask_at, id limit $2`,
    [now, SWEEP_LIMIT],
  );
  let settled = 0;
  for (let start = 0; start < due.length; start += AT_ONCE) {
    const outcomes = await Promise.all(
      due.slice(start, start + AT_ONCE).map(({ fundId, id }) => sendRefund(fundId, id, now)),
    );
    settled += outcomes.filter((outcome) => outcome === "settled").length;
  }
  return { asked: due.length, settled };
}

/** Refunds of our own that are promised and neither paid nor failed, and how long the oldest has waited. */
export async function openRefunds(): Promise<{ count: number; oldestPromisedAt: Date | null }> {
  const [row] = await db.rows<{ count: number; oldestPromisedAt: Date | null }>(
    `select count(*)::int4 as count, min(promised_at) as "oldestPromisedAt" from refund
     where origin = 'organization' and paid_at is null and failed_at is null`,
  );
  return row ?? { count: 0, oldestPromisedAt: null };
}
