import { screeningHolds } from "#app/features/donations/screening/holds.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db, type Sql } from "#app/lib/db.server.ts";

/** What a fund has and may spend, in fen. */
export interface Spendable {
  availableFen: bigint;
  /** Confirmed gifts that no statement has matched yet: part of available, not to be spent. */
  unsettledFen: bigint;
  /** Settled gifts that wait for a decision about their giver: not to be spent either. */
  onHoldFen: bigint;
  /** available − unsettled − on hold, never below zero. */
  spendableFen: bigint;
}

/** What may be approved out of a fund now. Inside a verb: with its transaction, under the fund's lock. */
export async function spendableOf(fundId: string, sql: Sql = db): Promise<Spendable> {
  // The terms are read first: a gift that comes in between is then held back, never spent unsettled. A gift
  // that settles in between cannot lower what is there, because its fee needs the lock that verbs hold.
  const terms = (await fundTerms([fundId], sql)).get(fundId);
  const [row] = await sql.rows<{ fen: bigint }>(
    `select coalesce(sum(amount_fen), 0)::int8 as fen from unsettled_payment where fund_id = $1`,
    [fundId],
  );
  const availableFen = terms?.available ?? 0n;
  const unsettledFen = row?.fen ?? 0n;
  const onHoldFen = (await screeningHolds([fundId], sql)).get(fundId) ?? 0n;
  const leftFen = availableFen - unsettledFen - onHoldFen;
  return { availableFen, unsettledFen, onHoldFen, spendableFen: leftFen > 0n ? leftFen : 0n };
}
