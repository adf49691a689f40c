import type { Sql } from "#app/lib/db.server.ts";
import { MOST_LINKS } from "../signal.ts";
import type { SignalRules } from "../signal-rules.ts";
import { type FoundRow, foundOf } from "./found-row.ts";

/**
 * One sale told to two campaigns: the same enterprise, sum and second under two agreements, or one number that came
 * for another campaign or with other content. One signal for each agreement and day, for both charities.
 */
export async function findToldTwice(sql: Sql, { toldTwice }: SignalRules, now: Date) {
  const rows = await sql.rows<FoundRow>(
    `with shared as (
       select a.id, a.merchant_id from consumption_agreement a
       where exists (select from consumption_agreement b where b.merchant_id = a.merchant_id and b.fund_id <> a.fund_id)
     ), twins as (
       select e.agreement_id, e.day, e.order_no, o.order_no as other_no
       from shared s
       join consumption_event e on e.agreement_id = s.id and e.type = 'order' and e.occurred_at >= $1
       join shared t on t.merchant_id = s.merchant_id and t.id <> s.id
       join consumption_event o on o.agreement_id = t.id and o.type = 'order' and o.occurred_at = e.occurred_at
         and o.amount_fen = e.amount_fen
     ), again as (
       select e.agreement_id, e.day, e.order_no,
              case when 'campaign' = any(string_to_array(c.differs, ',')) then 'number-other-campaign'
                   else 'number-other-content' end as code
       from consumption_conflict c
       join consumption_event e on e.merchant_id = c.merchant_id and e.order_no = c.order_no
       where c.at >= $1
     )
     select agreement_id as "agreementId", day::text as mark, 'same-sale' as code,
            jsonb_build_object('count', count(*), 'day', day) as figures,
            jsonb_agg(distinct jsonb_build_object('kind', 'order', 'id', order_no))
              || jsonb_agg(distinct jsonb_build_object('kind', 'order', 'id', other_no)) as links
     from twins group by agreement_id, day
     union all
     select agreement_id, day::text, code, jsonb_build_object('count', count(*), 'day', day),
            jsonb_agg(distinct jsonb_build_object('kind', 'order', 'id', order_no))
     from again group by agreement_id, day, code
     having code = 'number-other-campaign' or count(*) >= $2
     order by 1, 2, 3`,
    [new Date(now.getTime() - toldTwice.lookBackDays * 86_400_000), toldTwice.leastOtherContents],
  );
  return foundOf("told-twice", rows, MOST_LINKS);
}
