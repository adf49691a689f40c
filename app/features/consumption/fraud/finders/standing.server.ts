import type { Sql } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { type Found, MOST_LINKS } from "../signal.ts";
import type { SignalRules } from "../signal-rules.ts";
import { type FoundRow, foundOf } from "./found-row.ts";

/**
 * Shops that are still listed, or tills that go on sending orders, although no agreement of their enterprise holds any
 * more: the sign may hang where nothing is given.
 */
export async function findStillShown(sql: Sql, { stillShown }: SignalRules, now: Date): Promise<Found[]> {
  const today = shanghaiDay(now);
  const rows = await sql.rows<FoundRow>(
    `with last as (
       select a.id, a.merchant_id, a.created_at,
              least((a.ended_at at time zone 'Asia/Shanghai')::date, max(v.ends_on)) as last_day
       from consumption_agreement a join consumption_agreement_version v on v.agreement_id = a.id
         and v.charity_confirmed_at is not null and v.merchant_confirmed_at is not null
       group by a.id
     ), newest as (
       select distinct on (merchant_id) id, merchant_id, last_day from last
       where not exists (select from last other where other.merchant_id = last.merchant_id and other.last_day >= $1::date)
       order by merchant_id, last_day desc, created_at desc, id
     )
     select n.id as "agreementId", n.last_day::text as mark, 'shop-open' as code,
            jsonb_build_object('day', n.last_day, 'count', count(*)) as figures,
            jsonb_agg(jsonb_build_object('kind', 'shop', 'id', s.id) order by s.name, s.id) as links
     from newest n join shop s on s.merchant_id = n.merchant_id and s.closed_at is null
     where n.last_day < $2::date
     group by n.id, n.last_day
     union all
     select n.id, n.last_day::text, 'still-sending',
            jsonb_build_object('day', n.last_day, 'count', sum(r.order_count), 'days', $4::int), '[]'
     from newest n join consumption_refusal r on r.merchant_id = n.merchant_id and r.day > n.last_day and r.day > $3::date
     where n.last_day < $1::date
     group by n.id, n.last_day having sum(r.order_count) >= $5
     order by 1, 3`,
    [
      today,
      addDays(today, -stillShown.afterDays),
      addDays(today, -stillShown.withinDays),
      stillShown.withinDays,
      stillShown.orders,
    ],
  );
  return foundOf("still-shown", rows, MOST_LINKS);
}

/** Enterprises that owe several statements past their day. */
export async function findOwingAgain(sql: Sql, { owingAgain }: SignalRules, now: Date): Promise<Found[]> {
  const rows = await sql.rows<FoundRow>(
    `select agreement_id as "agreementId", (array_agg(id order by number))[$2] as mark, 'overdue' as code,
            jsonb_build_object('count', count(*), 'fen', sum(amount_fen - paid_fen)::text, 'day', min(pay_by)) as figures,
            jsonb_agg(jsonb_build_object('kind', 'statement', 'id', id) order by number) as links
     from consumption_statement
     where amount_fen > paid_fen and pay_by < $1::date and (disputed_at is null or answered_at is not null)
     group by agreement_id having count(*) >= $2 order by 1`,
    [shanghaiDay(now), owingAgain.statements],
  );
  return foundOf("owing-again", rows, MOST_LINKS);
}
