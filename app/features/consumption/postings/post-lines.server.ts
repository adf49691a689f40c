import { postSelected } from "#app/features/ledger/post.server.ts";
import { transferIdSql } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";

import type { PostingKind } from "./posting-href.ts";

/** What of an order's counted gift is taken back once `of` ten-thousandths of its net gift are: half up, all at the end. */
const takenBack = (of: string) =>
  `case when line_net_e4 = 0 then 0
        else div(2 * line_counted_e4::numeric * (${of}) + line_net_e4, 2 * line_net_e4::numeric) end`;

/** How much of the amounts up to and with this one the room holds, less what it held before this one. */
const withinRoom = (room: string, through: string, own: string) =>
  `least(${through}, ${room}) - least(${through} - ${own}, ${room})`;

/**
 * Late returns take from what their order's line was counted, in proportion, in whatever order they come. Then the
 * caps cut the orders' net gifts in order of time and order number: that of the day on which an order was made (of
 * which an earlier posting may have used some), and that of the whole agreement, in which late returns make room.
 * Lines, the use of the days' caps and the posting rows are written by this one statement.
 */
const POST_LINES = `
with late as (
  select agreement_id, order_no, return_of, occurred_at, gift_e4 as net_e4,
         (${takenBack("through + gift_e4")} - ${takenBack("through")})::bigint as counted_e4
  from (select *, earlier_e4 - sum(gift_e4) over (partition by agreement_id, return_of
                                                  order by occurred_at, order_no collate "C") as through
        from posting_return where is_late) r
), net as (
  select o.agreement_id, o.order_no, o.occurred_at, o.day, (o.gift_e4 + coalesce(r.gift_e4, 0))::bigint as net_e4
  from posting_order o
  left join (select agreement_id, return_of, sum(gift_e4) as gift_e4 from posting_return where not is_late
             group by 1, 2) r on r.agreement_id = o.agreement_id and r.return_of = o.order_no
), of_day as (
  select n.agreement_id, n.order_no, n.occurred_at, n.day, n.net_e4, c.cap_e4 is not null as is_capped,
         case when c.cap_e4 is null then n.net_e4
              else ${withinRoom("greatest(0::bigint, c.cap_e4 - coalesce(u.counted_e4, 0))", "(sum(n.net_e4) over by_day)::bigint", "n.net_e4")}
         end as kept_e4
  from net n
  left join posting_cap c on c.agreement_id = n.agreement_id and n.day between c.from_day and c.to_day
  left join consumption_cap_use u on u.agreement_id = c.agreement_id and u.day = n.day
  window by_day as (partition by n.agreement_id, n.day order by n.occurred_at, n.order_no collate "C"
                    rows unbounded preceding)
), before as (
  select d.agreement_id, d.day, d.campaign_cap_e4, coalesce(p.running_e4, 0)::bigint as running_e4,
         coalesce(p.promised_fen, 0) as promised_fen, coalesce(l.counted_e4, 0)::bigint as taken_e4
  from posting_due d
  left join lateral (select sum(counted_e4) as running_e4, max(promised_fen) as promised_fen
                     from consumption_posting where agreement_id = d.agreement_id) p on true
  left join (select agreement_id, sum(counted_e4) as counted_e4 from late group by 1) l using (agreement_id)
), cut as materialized (
  select o.agreement_id, o.order_no, o.occurred_at, o.day, o.net_e4, o.is_capped,
         (case when b.campaign_cap_e4 is null then o.kept_e4
               else ${withinRoom("greatest(0::bigint, b.campaign_cap_e4 - b.running_e4 - b.taken_e4)", "(sum(o.kept_e4) over by_agreement)::bigint", "o.kept_e4")}
          end)::bigint as counted_e4
  from of_day o join before b using (agreement_id)
  window by_agreement as (partition by o.agreement_id order by o.day, o.occurred_at, o.order_no collate "C"
                          rows unbounded preceding)
), lines as (
  insert into consumption_posting_line (agreement_id, order_no, return_of, day, occurred_at, net_e4, counted_e4)
  select l.agreement_id, l.order_no, l.return_of, d.day, l.occurred_at, l.net_e4, l.counted_e4
  from (select agreement_id, order_no, null as return_of, occurred_at, net_e4, counted_e4 from cut
        union all select agreement_id, order_no, return_of, occurred_at, net_e4, counted_e4 from late) l
  join posting_due d using (agreement_id)
), used as (
  insert into consumption_cap_use as u (agreement_id, day, counted_e4)
  select agreement_id, day, sum(counted_e4) from cut where is_capped group by 1, 2
  on conflict (agreement_id, day) do update set counted_e4 = u.counted_e4 + excluded.counted_e4
), totals as (
  select agreement_id, sum(orders) as order_count, sum(returns) as return_count, sum(net_e4) as gift_e4,
         sum(counted_e4) as counted_e4
  from (select agreement_id, count(*) as orders, 0 as returns, sum(net_e4) as net_e4, sum(counted_e4) as counted_e4
        from cut group by 1
        union all select agreement_id, 0, 0, sum(net_e4), sum(counted_e4) from late group by 1
        union all select agreement_id, 0, count(*), 0, 0 from posting_return group by 1) part
  group by 1
)
insert into consumption_posting (agreement_id, day, kind, fund_id, organization_id, merchant_id, order_count,
  return_count, gift_e4, counted_e4, running_e4, promised_fen, amount_fen, transfer_id, posted_at)
select t.agreement_id, b.day, $1, a.fund_id, a.organization_id, a.merchant_id,
       case $1 when 'orders' then t.order_count else 0 end, case $1 when 'orders' then t.return_count else 0 end,
       t.gift_e4, t.counted_e4, b.running_e4 + t.counted_e4, promised.fen, promised.fen - b.promised_fen,
       case when promised.fen > b.promised_fen then ${transferIdSql("'consumption'", "t.agreement_id", "b.day", "$1")} end, $2
from totals t
join before b using (agreement_id)
join consumption_agreement a on a.id = t.agreement_id
cross join lateral (
  select greatest(b.promised_fen, div(b.running_e4 + t.counted_e4 + 5000, 10000))::bigint as fen
) promised`;

/**
 * Posts what the posting tables hold: lines, one posting row for each agreement, and what it adds to the promised fen
 * as `consumption-promised` in the ledger, at the end of its day. Fen are rounded once, half up, on the agreement's
 * running sum, and never fall: what late returns take back is set off against the next gifts.
 *
 * @returns the number of postings.
 */
export async function postLines(tx: Sql, kind: PostingKind, now: Date): Promise<number> {
  const postings = await tx.run(POST_LINES, [kind, now]);
  await postPromises(
    tx,
    kind,
    "select p.* from consumption_posting p join posting_due d using (agreement_id, day)",
    [],
  );
  return postings;
}

/**
 * Posts the fen that new posting rows add: receivable from the merchant → promised.
 *
 * @param select gives the posting rows; those of another kind or of no amount are left out.
 */
export async function postPromises(
  tx: Sql,
  kind: PostingKind,
  select: string,
  values: readonly unknown[],
): Promise<void> {
  const { selected, posted } = await postSelected(
    tx,
    "consumption-promised",
    `select p.fund_id as book_id, p.transfer_id as id, concat_ws('.', p.agreement_id, p.day, p.kind) as fact_id,
            'receivable.' || p.organization_id || '.CNY' as debit_account_id,
            'promised.' || p.organization_id || '.CNY' as credit_account_id,
            p.amount_fen, 'CNY' as currency, p.agreement_id as subject_id,
            (p.day + 1)::timestamp at time zone 'Asia/Shanghai' - interval '1 millisecond' as occurred_at
     from (${select}) p where p.kind = $${values.length + 1} and p.amount_fen > 0`,
    [...values, kind],
  );
  invariant(posted === selected, `a ${kind} posting of consumption gifts was in the ledger before`);
}
