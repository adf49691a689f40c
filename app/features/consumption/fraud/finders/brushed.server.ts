import type { Sql } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { MOST_LINKS } from "../signal.ts";
import type { SignalRules } from "../signal-rules.ts";
import { type FoundRow, foundOf } from "./found-row.ts";

const ORDERS = `coalesce(jsonb_agg(jsonb_build_object('kind', 'order', 'id', order_no) order by occurred_at, order_no), '[]')`;

/**
 * Orders that no shopper may have made: many of one sum in a short time, at night, given back at once, or quicker than
 * a person works a till. Days with few orders are passed over by their tally, so that only busy ones are read.
 */
export async function findBrushed(sql: Sql, { brushed }: SignalRules, now: Date) {
  const { sameAmount, night, returnedSoon } = brushed;
  const rows = await sql.rows<FoundRow>(
    `with busy as (
       select agreement_id, day from consumption_tally where day >= $1::date
       group by 1, 2 having sum(order_count) >= $2
     ), sold as (
       select e.agreement_id, b.day, e.merchant_id, e.order_no, e.occurred_at, e.amount_fen, e.source,
              count(*) over (partition by e.agreement_id, b.day) as of_day,
              count(*) over (partition by e.agreement_id, b.day, e.amount_fen order by e.occurred_at
                             range between make_interval(mins => $4) preceding and current row) as same_before
       from busy b
       join consumption_event e on e.agreement_id = b.agreement_id and e.type = 'order'
         and e.occurred_at >= b.day::timestamp at time zone 'Asia/Shanghai'
         and e.occurred_at < (b.day + 1)::timestamp at time zone 'Asia/Shanghai'
     ), same as (
       select agreement_id, day, amount_fen, max(same_before) as most from sold
       group by 1, 2, 3 having max(same_before) >= $3
     ), soon as (
       select s.agreement_id, s.day, s.order_no, s.occurred_at, s.of_day from sold s
       where exists (select from consumption_event r where r.merchant_id = s.merchant_id and r.return_of = s.order_no
                     and r.occurred_at <= s.occurred_at + make_interval(mins => $8))
     ), fast as (
       select agreement_id, day, date_trunc('minute', occurred_at) as minute, count(*) as orders from sold
       where source = 'till' group by 1, 2, 3 having count(*) >= $11
     )
     select s.agreement_id as "agreementId", s.day::text as mark, 'same-amount' as code,
            jsonb_build_object('day', s.day, 'count', max(m.most), 'fen', m.amount_fen::text, 'minutes', $4::int) as figures,
            ${ORDERS.replaceAll("order_no", "s.order_no").replaceAll("occurred_at", "s.occurred_at")} as links
     from same m join sold s using (agreement_id, day, amount_fen) group by s.agreement_id, s.day, m.amount_fen
     union all
     select agreement_id, day::text, 'at-night',
            jsonb_build_object('day', day, 'count', count(*), 'share', count(*) * 100 / max(of_day), 'hour', $5::int), ${ORDERS}
     from sold where extract(hour from occurred_at at time zone 'Asia/Shanghai') < $5
     group by agreement_id, day having count(*) >= $6 and count(*) * 100 >= max(of_day) * $7
     union all
     select agreement_id, day::text, 'returned-soon',
            jsonb_build_object('day', day, 'count', count(*), 'share', count(*) * 100 / max(of_day), 'minutes', $8::int), ${ORDERS}
     from soon group by agreement_id, day having count(*) >= $9 and count(*) * 100 >= max(of_day) * $10
     union all
     select f.agreement_id, f.day::text, 'too-fast', jsonb_build_object('day', f.day, 'count', max(f.orders)),
            ${ORDERS.replaceAll("order_no", "s.order_no").replaceAll("occurred_at", "s.occurred_at")}
     from fast f join sold s on s.agreement_id = f.agreement_id and s.day = f.day
       and date_trunc('minute', s.occurred_at) = f.minute
     group by f.agreement_id, f.day
     order by 1, 2, 3`,
    [
      addDays(shanghaiDay(now), -brushed.lookBackDays),
      brushed.leastOrders,
      sameAmount.orders,
      sameAmount.withinMinutes,
      night.untilHour,
      night.orders,
      night.share,
      returnedSoon.withinMinutes,
      returnedSoon.returns,
      returnedSoon.share,
      brushed.perMinuteAtTill,
    ],
  );
  return foundOf("brushed", rows, MOST_LINKS);
}
