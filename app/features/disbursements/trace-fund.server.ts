import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { appendInflows } from "./append-inflows.server.ts";
import { cutSpans, markTraced } from "./cut-spans.server.ts";
import { appendReturnedFees } from "./late-fees.server.ts";
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
    const inflowsAdded = (await appendInflows(tx, fundId, now)) + (await appendReturnedFees(tx, fundId, now));
    const spansCut = (await takeBackGifts(tx, fundId, now)) + (await cutSpans(tx, fundId, now));
    return { inflowsAdded, spansCut, disbursementsTraced: await markTraced(tx, fundId, now) };
  });
}

/** Held to the end of the transaction; PostgreSQL forgets it by itself after a crash. */
async function lockTrace(tx: Sql, fundId: string): Promise<void> {
  await tx.rows("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`trace-fund ${fundId}`]);
}

/** How far back the sweep looks for settlements; whatever else traces the fund finds older ones too. */
const SWEEP_WINDOW = "3 days";

/**
 * Asks for a trace of every fund that seems to have something to do: a safety net for requests that were
 * lost, so it looks with cheap questions only.
 *
 * @returns the funds asked for.
 */
export async function traceFunds(now: Date): Promise<string[]> {
  const funds = await db.rows<{ id: string }>(
    `select f.id from fund f
     where exists (select from disbursement d
                   where d.fund_id = f.id and d.paid_at is not null and d.traced_at is null)
        or exists (select from payment p
                   where p.fund_id = f.id and p.counted_at is not null and p.settled_at > $1::timestamptz - $2::interval
                     and not exists (select from fund_inflow i where i.fund_id = f.id and i.origin_kind = 'gift'
                                     and i.origin_id = p.donation_id))
        or exists (select from refund r
                   join payment p on p.fund_id = r.fund_id and p.id = r.payment_id and p.settled_at is not null
                   where r.fund_id = f.id and p.counted_at is not null and r.failed_at is null
                     and not exists (select from fund_use u where u.fund_id = f.id and u.cause_kind = 'refund'
                                     and u.cause_id = r.id))
     order by f.id`,
    [now, SWEEP_WINDOW],
  );
  const fundIds = funds.map(({ id }) => id);
  await requestJobs(
    db,
    "trace-fund",
    fundIds.map((fundId) => ({ fundId })),
  );
  return fundIds;
}
