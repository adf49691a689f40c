import { accountId } from "#app/features/ledger/accounts.ts";
import type { Sql } from "#app/lib/db.server.ts";

/** By how much the fees of a gift differ from what its intervals and uses say; positive: more was charged. */
export interface LateFee {
  donationId: string;
  dueFen: bigint;
}

/**
 * Fees that moved after their gift had its interval (a dispute's fee, a fee returned with a refund). A
 * published interval keeps its length, so the difference becomes a use of it or an interval at the end.
 */
export async function findLateFees(tx: Sql, fundId: string): Promise<LateFee[]> {
  return tx.rows<LateFee>(
    `with charged as (
       select t.subject_id as donation_id,
              sum(case when t.debit_account_id = $2 then t.amount_fen else -t.amount_fen end)::int8 as fen,
              bool_or(t.kind = 'provider-fee-returned') as has_returned
       from transfer t
       where t.book_id = $1 and t.kind in ('provider-fee', 'provider-fee-returned') and t.subject_id is not null
       group by t.subject_id
     ), moved as materialized (
       select c.donation_id, c.fen - (p.amount_fen - (i.to_fen - i.from_fen)) as fen
       from charged c
       join fund_inflow i on i.fund_id = $1 and i.origin_kind = 'gift' and i.origin_id = c.donation_id
       join payment p on p.fund_id = $1 and p.donation_id = c.donation_id and p.counted_at is not null
       where c.has_returned or c.fen <> p.amount_fen - (i.to_fen - i.from_fen)
     ), late as (
       select m.donation_id as "donationId", (m.fen
         + coalesce((select sum(i.to_fen - i.from_fen) from transfer t
                     join fund_inflow i on i.fund_id = $1 and i.origin_kind = t.kind and i.origin_id = t.id::text
                     where t.subject_id = m.donation_id and t.book_id = $1 and t.kind = 'provider-fee-returned'), 0)
         - coalesce((select sum(u.to_fen - u.from_fen) from fund_use u
                     where u.fund_id = $1 and u.cause_kind = 'fee' and u.cause_id = m.donation_id), 0)
         )::int8 as "dueFen"
       from moved m
     )
     select * from late where "dueFen" <> 0`,
    [fundId, accountId("available", fundId)],
  );
}

/** Adds an interval for each fee that came back after its gift was in the line. */
export async function appendReturnedFees(
  tx: Sql,
  fundId: string,
  late: readonly LateFee[],
  now: Date,
): Promise<number> {
  const returned = late.filter(({ dueFen }) => dueFen < 0n);
  if (returned.length === 0) return 0;
  return tx.run(
    `with returned as (
       select l.donation_id, -l.due_fen as length_fen, (
         select t.id::text from transfer t
         where t.subject_id = l.donation_id and t.book_id = $1 and t.kind = 'provider-fee-returned'
           and not exists (select from fund_inflow i where i.fund_id = $1 and i.origin_kind = t.kind
                           and i.origin_id = t.id::text)
         order by t.recorded_at desc, t.id limit 1) as origin_id
       from unnest($2::text[], $3::int8[]) as l(donation_id, due_fen)
     ), added as (
       select *, sum(length_fen) over (order by donation_id rows unbounded preceding)::int8 as reached_fen
       from returned where origin_id is not null
     ), line_end as (
       select coalesce((select to_fen from fund_inflow where fund_id = $1 order by from_fen desc limit 1), 0) as fen
     )
     insert into fund_inflow (fund_id, from_fen, to_fen, origin_kind, origin_id, recorded_at)
     select $1, e.fen + a.reached_fen - a.length_fen, e.fen + a.reached_fen, 'provider-fee-returned', a.origin_id, $4
     from added a, line_end e order by a.reached_fen`,
    [fundId, returned.map(({ donationId }) => donationId), returned.map(({ dueFen }) => dueFen), now],
  );
}
