import { type Sql, transaction } from "#app/lib/db.server.ts";
import { appendInflows } from "./append-inflows.server.ts";
import { cutSpans, markTraced } from "./cut-spans.server.ts";
import { appendReturnedFees, findLateFees } from "./late-fees.server.ts";
import { takeBackGifts } from "./take-back-gifts.server.ts";

export interface TraceResult {
  inflowsAdded: number;
  spansCut: number;
  disbursementsTraced: number;
}

/**
 * Brings the trace of one fund up to date: what settled continues the inflow, what went back is taken from
 * its own gift, what was paid out takes the lowest free fen. Everything already published stays as it is,
 * so it may be called at any time and again; one worker at a time per fund.
 */
export async function traceFund(fundId: string, now: Date): Promise<TraceResult> {
  return transaction(async (tx) => {
    await lockTrace(tx, fundId);
    const late = await findLateFees(tx, fundId);
    const inflowsAdded =
      (await appendInflows(tx, fundId, now)) + (await appendReturnedFees(tx, fundId, late, now));
    const spansCut = (await takeBackGifts(tx, fundId, late, now)) + (await cutSpans(tx, fundId, now));
    return { inflowsAdded, spansCut, disbursementsTraced: await markTraced(tx, fundId, now) };
  });
}

/** Held to the end of the transaction; PostgreSQL forgets it by itself after a crash. */
async function lockTrace(tx: Sql, fundId: string): Promise<void> {
  await tx.rows("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`trace-fund ${fundId}`]);
  // Each statement runs once: compiling it costs more than it saves, and sorts of a large fund fit in memory.
  await tx.run("set local jit = off");
  await tx.run("set local work_mem = '64MB'");
}
