import { accountId } from "#app/features/ledger/accounts.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { OTHER_INFLOW_KINDS } from "./append-inflows.server.ts";

/**
 * Gives each paid disbursement, in the order of payment, the lowest free fen of its fund; so too what left
 * the fund without a gift of its own (a move to another fund, a fee of no gift, the correction of an
 * inflow). Where the line is not long enough yet the rest waits for the next call.
 *
 * Both lists are laid along one axis of fen and cut at every boundary of either: each segment belongs to one
 * thing to pay and one free piece, and becomes a span.
 *
 * @returns how many spans were cut.
 */
export async function cutSpans(tx: Sql, fundId: string, now: Date): Promise<number> {
  return tx.run(
    `with leaving as (
       select 'disbursement' as cause_kind, d.id as cause_id, d.amount_fen, d.paid_at as at
       from disbursement d where d.fund_id = $1 and d.paid_at is not null and d.traced_at is null
       union all
       select case when t.kind = 'fund-move' then 'fund-move' else 'correction' end, t.id::text, t.amount_fen,
              t.recorded_at
       from transfer t
       where t.book_id = $1 and t.debit_account_id = $2 and t.kind = any($4)
         and (t.kind = 'fund-move' or t.reverses_id is not null)
       union all
       select 'fund-fee', t.id::text, t.amount_fen, t.recorded_at
       from transfer t
       where t.book_id = $1 and t.debit_account_id = $2 and t.kind = 'provider-fee' and t.subject_id is null
     ), need as (
       select l.cause_kind, l.cause_id, l.at, (l.amount_fen - coalesce((
         select sum(u.to_fen - u.from_fen) from fund_use u
         where u.fund_id = $1 and u.cause_kind = l.cause_kind and u.cause_id = l.cause_id), 0))::int8 as fen
       from leaving l
     ), queue as materialized (
       select cause_kind, cause_id, row_number() over (order by at, cause_id) as place,
              sum(fen) over (order by at, cause_id rows unbounded preceding)::int8 as reached_fen, fen
       from need where fen > 0
     ), free as (
       select int8multirange(int8range(0, coalesce((
         select to_fen from fund_inflow where fund_id = $1 order by from_fen desc limit 1), 0)))
         - coalesce((select range_agg(int8range(from_fen, to_fen)) from fund_use where fund_id = $1),
                    '{}'::int8multirange) as pieces
       where exists (select from queue)
     ), pieces as materialized (
       select lower(piece) as lo_fen, upper(piece) - lower(piece) as fen,
              row_number() over (order by lower(piece)) as place,
              sum(upper(piece) - lower(piece)) over (order by lower(piece) rows unbounded preceding)::int8
                as reached_fen
       from free, unnest(free.pieces) as piece
     ), reach as (
       select least((select max(reached_fen) from queue), (select max(reached_fen) from pieces)) as fen
     ), cuts as (
       select reached_fen - fen as at_fen, 1 as of_queue, 0 as of_pieces from queue
       union all select reached_fen - fen, 0, 1 from pieces
     ), segments as (
       select at_fen, coalesce(lead(at_fen) over (order by at_fen), (select fen from reach)) as next_fen,
              sum(of_queue) over sofar as queue_place, sum(of_pieces) over sofar as piece_place
       from cuts where at_fen < (select fen from reach)
       window sofar as (order by at_fen range unbounded preceding)
     )
     insert into fund_use (fund_id, from_fen, to_fen, cause_kind, cause_id, recorded_at)
     select $1, p.lo_fen + s.at_fen - (p.reached_fen - p.fen), p.lo_fen + s.next_fen - (p.reached_fen - p.fen),
            q.cause_kind, q.cause_id, $3
     from segments s
     join queue q on q.place = s.queue_place
     join pieces p on p.place = s.piece_place
     where s.next_fen > s.at_fen`,
    [fundId, accountId("available", fundId), now, ["fund-move", ...OTHER_INFLOW_KINDS]],
  );
}

/** Marks the disbursements whose spans sum to their amount. */
export async function markTraced(tx: Sql, fundId: string, now: Date): Promise<number> {
  return tx.run(
    `update disbursement d set traced_at = $2
     where d.fund_id = $1 and d.paid_at is not null and d.traced_at is null and d.amount_fen = (
       select sum(u.to_fen - u.from_fen) from fund_use u
       where u.fund_id = $1 and u.cause_kind = 'disbursement' and u.cause_id = d.id)`,
    [fundId, now],
  );
}
