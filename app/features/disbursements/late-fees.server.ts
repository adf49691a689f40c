import { accountId } from "#app/features/ledger/accounts.ts";
import type { Sql } from "#app/lib/db.server.ts";

/**
 * Fees that moved after their gift had its interval (a dispute's fee, a fee returned with a refund): `late
 * (donation_id, due_fen)`, positive where more was charged than the interval and earlier corrections say.
 * A published interval keeps its length, so the difference becomes a use of it or an interval at the end.
 * Parameters: `$1` the fund, `$2` its available account.
 */
export const LATE_FEES_SQL = `
  charged as (
    select t.subject_id as donation_id,
           sum(case when t.debit_account_id = $2 then t.amount_fen else -t.amount_fen end)::int8 as fen,
           bool_or(t.kind = 'provider-fee-returned') as has_returned
    from transfer t
    where t.book_id = $1 and t.kind in ('provider-fee', 'provider-fee-returned') and t.subject_id is not null
    group by t.subject_id
  ), moved as (
    select c.donation_id, c.fen - (p.amount_fen - (i.to_fen - i.from_fen)) as fen
    from charged c
    join fund_inflow i on i.fund_id = $1 and i.origin_kind = 'gift' and i.origin_id = c.donation_id
    join payment p on p.fund_id = $1 and p.donation_id = c.donation_id and p.counted_at is not null
    where c.has_returned or c.fen <> p.amount_fen - (i.to_fen - i.from_fen)
  ), late as (
    select m.donation_id, (m.fen
      + coalesce((select sum(i.to_fen - i.from_fen) from transfer t
                  join fund_inflow i on i.fund_id = $1 and i.origin_kind = t.kind and i.origin_id = t.id::text
                  where t.subject_id = m.donation_id and t.book_id = $1 and t.kind = 'provider-fee-returned'), 0)
      - coalesce((select sum(u.to_fen - u.from_fen) from fund_use u
                  where u.fund_id = $1 and u.cause_kind = 'fee' and u.cause_id = m.donation_id), 0))::int8 as due_fen
    from moved m
  )`;

/** Adds an interval for each fee that came back after its gift was in the line. Safe to call again. */
export async function appendReturnedFees(tx: Sql, fundId: string, now: Date): Promise<number> {
  return tx.run(
    `with ${LATE_FEES_SQL}, returned as (
       select l.donation_id, -l.due_fen as length_fen, (
         select t.id::text from transfer t
         where t.subject_id = l.donation_id and t.book_id = $1 and t.kind = 'provider-fee-returned'
           and not exists (select from fund_inflow i where i.fund_id = $1 and i.origin_kind = t.kind
                           and i.origin_id = t.id::text)
         order by t.recorded_at desc, t.id limit 1) as origin_id
       from late l where l.due_fen < 0
     ), added as (
       select *, sum(length_fen) over (order by donation_id rows unbounded preceding)::int8 as reached_fen
       from returned where origin_id is not null
     ), line_end as (
       select coalesce((select to_fen from fund_inflow where fund_id = $1 order by from_fen desc limit 1), 0) as fen
     )
     insert into fund_inflow (fund_id, from_fen, to_fen, origin_kind, origin_id, recorded_at)
     select $1, e.fen + a.reached_fen - a.length_fen, e.fen + a.reached_fen, 'provider-fee-returned', a.origin_id, $3
     from added a, line_end e order by a.reached_fen`,
    [fundId, accountId("available", fundId), now],
  );
}
