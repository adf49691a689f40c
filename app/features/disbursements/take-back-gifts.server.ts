import type { Sql } from "#app/lib/db.server.ts";
import { GIFT_INTERVALS_SQL } from "./gift-intervals.ts";
import type { LateFee } from "./late-fees.server.ts";

/**
 * Takes what went back with a gift (refund, dispute, a later fee) from the end of what is free of that
 * gift's own intervals, never from another gift. What is not free yet, because the gift has not settled or
 * its cover has not come, waits for the next call.
 *
 * @returns how many spans were cut.
 */
export async function takeBackGifts(
  tx: Sql,
  fundId: string,
  late: readonly LateFee[],
  now: Date,
): Promise<number> {
  const charged = late.filter(({ dueFen }) => dueFen > 0n);
  return tx.run(
    `with recursive late as (
       select donation_id, due_fen from unnest($3::text[], $4::int8[]) as l(donation_id, due_fen)
     ), taken as (
       select cause_kind, cause_id, sum(to_fen - from_fen)::int8 as fen from fund_use
       where fund_id = $1 and cause_kind in ('refund', 'dispute') group by cause_kind, cause_id
     ), asked as (
       select 'refund' as cause_kind, r.id as cause_id, r.donation_id, r.amount_fen, r.promised_at as at,
              r.failed_at as undone_at, r.payment_id
       from refund r where r.fund_id = $1
       union all
       select 'dispute', x.id, x.donation_id, x.amount_fen, x.opened_at, x.won_at, x.payment_id
       from dispute x where x.fund_id = $1
     ), need as (
       select a.cause_kind, a.cause_id, a.donation_id, a.amount_fen - coalesce(t.fen, 0) as fen, a.at
       from asked a
       join payment p on p.fund_id = $1 and p.id = a.payment_id and p.counted_at is not null
       left join taken t on t.cause_kind = a.cause_kind and t.cause_id = a.cause_id
       where a.undone_at is null or t.fen is not null
       union all
       select 'fee', donation_id, donation_id, due_fen, $2::timestamptz from late
     ), queue as (
       select *, sum(fen) over (partition by donation_id order by at, cause_kind, cause_id rows unbounded preceding)
                 - fen as before_fen
       from need where fen > 0
     ), wanted as (select distinct donation_id from queue),
     ${GIFT_INTERVALS_SQL}, pieces as (
       select b.donation_id, upper(piece) as hi_fen, upper(piece) - lower(piece) as fen
       from belonging b
       cross join lateral unnest(
         int8multirange(int8range(b.from_fen, b.to_fen)) - coalesce((
           select range_agg(int8range(u.from_fen, u.to_fen)) from fund_use u
           where u.fund_id = $1 and int8range(u.from_fen, u.to_fen) && int8range(b.from_fen, b.to_fen)
         ), '{}'::int8multirange)) as piece
     ), places as (
       select *, sum(fen) over (partition by donation_id order by hi_fen desc rows unbounded preceding)
                 - fen as before_fen
       from pieces
     )
     insert into fund_use (fund_id, from_fen, to_fen, cause_kind, cause_id, recorded_at)
     select $1, p.hi_fen - (least(q.before_fen + q.fen, p.before_fen + p.fen) - p.before_fen)::int8,
            p.hi_fen - (greatest(q.before_fen, p.before_fen) - p.before_fen)::int8, q.cause_kind, q.cause_id, $2
     from queue q join places p on p.donation_id = q.donation_id
       and q.before_fen < p.before_fen + p.fen and p.before_fen < q.before_fen + q.fen`,
    [fundId, now, charged.map(({ donationId }) => donationId), charged.map(({ dueFen }) => dueFen)],
  );
}
