import type { LedgerCheckSpec } from "./checks.ts";

/** The self-checks of consumption donation: every sale counted once, every sum that its rows make, every fen posted. */
export const SALES_CHECKS: readonly LedgerCheckSpec[] = [
  {
    // Waiting, or a line of its own; a return may have been netted with its order, which then has the line. A
    // sponsor's lines are others' days.
    name: "sale-counted-once",
    sql: `with place as (
            select agreement_id, order_no, sum(n) as n, max(return_of) as return_of
            from (select agreement_id, order_no, return_of, 1 as n from consumption_event
                  union all select agreement_id, order_no, null, -1 from consumption_pending
                  union all select agreement_id, order_no, null, -1 from consumption_posting_line) either
            group by 1, 2 having sum(n) <> 0)
          select p.agreement_id || ' ' || p.order_no as what from place p
          left join consumption_posting_line o on o.agreement_id = p.agreement_id and o.order_no = p.return_of
          where (p.n <> 1 or o.order_no is null)
            and not exists (select from consumption_posting m where m.agreement_id = p.agreement_id and m.kind = 'match')
          union all
          select s.agreement_id || ' gave ' || s.e4 from (
            select agreement_id, sum(e4) as e4 from (
              select agreement_id, gift_e4 as e4 from consumption_event
              union all select agreement_id, -gift_e4 from consumption_pending
              union all select agreement_id, -gift_e4 from consumption_posting where kind = 'orders') part
            group by 1) s where s.e4 <> 0
          limit 5`,
  },
  {
    // The live totals are kept in parts; they are the sums of the sales all the same.
    name: "sales-tally-equals-sales",
    sql: `select agreement_id || ' ' || day as what from (
            select agreement_id, day, order_count as orders, return_count as returns, gift_e4 as e4 from consumption_tally
            union all
            select agreement_id, day, -count(*) filter (where type = 'order'), -count(*) filter (where type = 'return'),
                   -sum(gift_e4) from consumption_event group by 1, 2) part
          group by agreement_id, day having sum(orders) <> 0 or sum(returns) <> 0 or sum(e4) <> 0 limit 5`,
  },
  {
    name: "sales-posting-equals-lines",
    sql: `with lines as (
            select agreement_id, day, sum(net_e4) as net_e4, sum(counted_e4) as counted_e4
            from consumption_posting_line group by 1, 2),
          postings as (
            select agreement_id, day, sum(gift_e4) as net_e4, sum(counted_e4) as counted_e4
            from consumption_posting where kind <> 'guarantee' group by 1, 2)
          select agreement_id || ' ' || day as what from lines l full join postings p using (agreement_id, day)
          where l.net_e4 is distinct from p.net_e4 or l.counted_e4 is distinct from p.counted_e4
          union all
          select u.agreement_id || ' cap of ' || u.day from consumption_cap_use u
          left join (
            select agreement_id, (occurred_at at time zone 'Asia/Shanghai')::date as day, sum(counted_e4) as counted_e4
            from consumption_posting_line where return_of is null group by 1, 2) l using (agreement_id, day)
          where l.counted_e4 is distinct from u.counted_e4
          limit 5`,
  },
  {
    // Fen are rounded on the running sum alone, half up, and what is promised never falls.
    name: "promised-follows-running-sum",
    sql: `select distinct agreement_id as what from (
            select agreement_id, running_e4, promised_fen, amount_fen,
                   sum(counted_e4) over (partition by agreement_id) as all_e4,
                   sum(amount_fen) over (partition by agreement_id) as all_fen,
                   max(promised_fen) over (partition by agreement_id) as most_fen,
                   sum(counted_e4) over by_day as sum_e4,
                   max(greatest(0, div(running_e4 + 5000, 10000))) over by_day as rounded_fen,
                   bool_or(kind = 'guarantee') over (partition by agreement_id) as has_guarantee
            from consumption_posting window by_day as (partition by agreement_id order by day, kind)) p
          group by agreement_id
          having bool_or(all_fen <> most_fen or promised_fen < div(running_e4 + 5000, 10000))
            or not bool_or(running_e4 = all_e4)
            or bool_or(not has_guarantee and (running_e4 <> sum_e4 or promised_fen <> rounded_fen))
          limit 5`,
  },
  {
    name: "promised-is-posted",
    sql: `select coalesce(p.agreement_id || ' ' || p.day, t.fact_id) as what
          from (select * from consumption_posting where amount_fen > 0) p
          full join (select * from transfer where kind = 'consumption-promised' and reverses_id is null) t
            on t.book_id = p.fund_id and t.id = p.transfer_id
          where p.amount_fen is distinct from t.amount_fen or p.agreement_id is distinct from t.subject_id limit 5`,
  },
];
