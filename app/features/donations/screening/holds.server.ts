import { db, type Sql } from "#app/lib/db.server.ts";
import { HOLDING_REASONS } from "./screening-rules.ts";

/**
 * What of each fund may not be spent while two people have yet to decide about its giver, or have decided that it
 * goes back and it has not yet: whole gifts, less what went back of them. Nothing is posted: it stays available
 * and is only left out of what may be approved. Unsettled gifts are left out there anyway and not counted here.
 *
 * @returns fen by fund; funds without a hold are not in it.
 */
export async function screeningHolds(
  fundIds: readonly string[],
  sql: Sql = db,
): Promise<Map<string, bigint>> {
  const rows = await sql.rows<{ fundId: string; fen: bigint }>(
    `select s.fund_id as "fundId", sum(greatest(d.amount_fen - coalesce(r.fen, 0), 0))::int8 as fen
     from gift_screening s
     join donation d on d.fund_id = s.fund_id and d.id = s.donation_id
     left join lateral (
       select sum(x.amount_fen) as fen from refund x
       where x.fund_id = s.fund_id and x.donation_id = s.donation_id and x.failed_at is null) r on true
     where s.fund_id = any($1) and s.reasons && $2 and (s.decided_at is null or s.outcome = 'refund')
       and not exists (select from unsettled_payment u where u.fund_id = s.fund_id and u.donation_id = s.donation_id)
     group by s.fund_id`,
    [fundIds, HOLDING_REASONS],
  );
  return new Map(rows.map(({ fundId, fen }) => [fundId, fen]));
}
