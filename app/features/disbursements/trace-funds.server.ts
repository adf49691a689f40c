import { db } from "#app/lib/db.server.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";

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
        or exists (select from settlement e
                   where e.fund_id = f.id and e.settled_at > $1::timestamptz - $2::interval
                     and not exists (select from fund_inflow i where i.fund_id = f.id and i.origin_kind = 'gift'
                                     and i.origin_id = e.donation_id))
        or exists (select from refund r
                   join settlement e on e.fund_id = r.fund_id and e.payment_id = r.payment_id
                   where r.fund_id = f.id and r.failed_at is null
                     and not exists (select from fund_use u where u.fund_id = f.id and u.cause_kind = 'refund'
                                     and u.cause_id = r.id))
        or exists (select from fund_move m
                   where m.to_fund_id = f.id
                     and not exists (select from fund_inflow i where i.fund_id = f.id and i.origin_kind = 'fund-move'
                                     and i.origin_id = m.id::text))
        or exists (select from fund_move m
                   where m.from_fund_id = f.id
                     and not exists (select from fund_use u where u.fund_id = f.id and u.cause_kind = 'fund-move'
                                     and u.cause_id = m.id::text))
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
