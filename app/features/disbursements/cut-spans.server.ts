import { accountId } from "#app/features/ledger/accounts.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { OTHER_INFLOW_KINDS } from "./append-inflows.server.ts";

/**
 * Gives each paid disbursement, in the order of payment, the lowest free fen of its fund; so too what left
 * the fund without a gift of its own (a move to another fund, a fee of no gift, the correction of an
 * inflow). Where the line is not long enough yet the rest waits for the next call.
 *
 * Both lists are laid along one axis of fen; where two pieces overlap, a span is cut.
 *
 * @returns how many spans were cut.
 */
export async function cutSpans(tx: Sql, fundId: string, now: Date): Promise<number> {
  return tx.run(
    `with leaving as (
       select 'disbursement' as cause_kind, d.id as cause_id, d.amount_fen, d.paid_at as at
       from disbursement d where d.fund_id = $1 and d.paid_at is not null and d.traced_at is null
       union all
       select case when t.kind = 'fund-move' then 'fund-move' when t.kind = 'provider-fee' then 'fund-fee'
              else 'correction' end, t.id::text, t.amount_fen, t.recorded_at
       from transfer t
       where t.book_id = $1 and t.debit_account_id = $2
         and (t.kind = 'fund-move' or (t.kind = any($4) and t.reverses_id is not null)
              or (t.kind = 'provider-fee' and coalesce(t.subject_id, '') not like 'd' || $1 || '%'))
     ), queue as (
       select need.*, sum(need.fen) over (order by at, cause_id rows unbounded preceding) - need.fen as before_fen
       from (
         select l.cause_kind, l.cause_id, l.at, l.amount_fen - coalesce((
           select sum(u.to_fen - u.from_fen) from fund_use u
           where u.fund_id = $1 and u.cause_kind = l.cause_kind and u.cause_id = l.cause_id), 0) as fen
         from leaving l
       ) need where need.fen > 0
     ), free as (
       select int8multirange(int8range(0, coalesce((
         select to_fen from fund_inflow where fund_id = $1 order by from_fen desc limit 1), 0)))
         - coalesce((select range_agg(int8range(from_fen, to_fen)) from fund_use where fund_id = $1),
                    '{}'::int8multirange) as pieces
       where exists (select from queue)
     ), places as (
       select lower(piece) as lo_fen, upper(piece) - lower(piece) as fen,
              sum(upper(piece) - lower(piece)) over (order by lower(piece) rows unbounded preceding)
              - (upper(piece) - lower(piece)) as before_fen
       from free, unnest(free.pieces) as piece
     ), near as (
       select * from places where before_fen < (select sum(fen) from queue)
     )
     insert into fund_use (fund_id, from_fen, to_fen, cause_kind, cause_id, recorded_at)
     select $1, p.lo_fen + (greatest(q.before_fen, p.before_fen) - p.before_fen)::int8,
            p.lo_fen + (least(q.before_fen + q.fen, p.before_fen + p.fen) - p.before_fen)::int8,
            q.cause_kind, q.cause_id, $3
     from queue q join near p on q.before_fen < p.before_fen + p.fen and p.before_fen < q.before_fen + q.fen`,
    [fundId, accountId("available", fundId), now, OTHER_INFLOW_KINDS],
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
