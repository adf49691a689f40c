import { accountId } from "#app/features/ledger/accounts.ts";
import type { Sql } from "#app/lib/db.server.ts";

/** What enters a fund beside gifts through a provider or the bank: each transfer is an interval of its own. */
export const OTHER_INFLOW_KINDS = [
  "cover-promised",
  "income-received",
  "trust-principal-released",
  "suspense-to-fund",
  "disbursement-returned",
] as const;

/**
 * Continues the inflow of a fund: one interval per gift whose settlement was recorded, as long as its net
 * amount, and one per thing that entered otherwise, in the order in which each was recorded. Gifts that are
 * in the line already are passed over, so it may be called again at any time.
 *
 * @returns how many intervals were added.
 */
export async function appendInflows(tx: Sql, fundId: string, now: Date): Promise<number> {
  return tx.run(
    `with gift as (
       select e.payment_id as id, e.donation_id, e.amount_fen, e.settled_at
       from settlement e
       where e.fund_id = $1
         and not exists (select from fund_inflow i where i.fund_id = $1 and i.origin_kind = 'gift'
                         and i.origin_id = e.donation_id)
     ), fee as (
       select t.subject_id as donation_id,
              sum(case when t.debit_account_id = $3 then t.amount_fen else -t.amount_fen end)::int8 as fen
       from transfer t join gift g on g.donation_id = t.subject_id
       where t.book_id = $1 and t.kind in ('provider-fee', 'provider-fee-returned')
       group by t.subject_id
     ), fresh as (
       select 'gift' as origin_kind, g.donation_id as origin_id, g.amount_fen - coalesce(fee.fen, 0) as length_fen,
              g.settled_at as at, g.id as tie
       from gift g left join fee on fee.donation_id = g.donation_id
       union all
       select t.kind, t.id::text, t.amount_fen, t.recorded_at, t.id::text
       from transfer t
       where t.book_id = $1 and t.credit_account_id = $3 and t.reverses_id is null and t.kind = any($4)
         and not (t.kind = 'suspense-to-fund' and exists (
           select from payment p where p.fund_id = $1 and p.counted_at is not null
             and (p.donation_id = t.subject_id or p.id = t.subject_id)))
       union all
       select 'fund-move', m.id::text, m.amount_fen, t.recorded_at, m.id::text
       from fund_move m join transfer t on t.book_id = m.from_fund_id and t.id = m.id
       where m.to_fund_id = $1
       union all
       select 'refund-failed', r.id, r.amount_fen, r.failed_at, r.id from refund r
       where r.fund_id = $1 and r.failed_at is not null
         and exists (select from fund_use u where u.fund_id = $1 and u.cause_kind = 'refund' and u.cause_id = r.id)
       union all
       select 'dispute-won', x.id, x.amount_fen, x.won_at, x.id from dispute x
       where x.fund_id = $1 and x.won_at is not null
         and exists (select from fund_use u where u.fund_id = $1 and u.cause_kind = 'dispute' and u.cause_id = x.id)
     ), added as (
       select f.*, sum(f.length_fen) over (order by f.at, f.tie rows unbounded preceding)::int8 as reached_fen
       from fresh f
       where f.length_fen > 0 and not exists (
         select from fund_inflow i
         where i.fund_id = $1 and i.origin_kind = f.origin_kind and i.origin_id = f.origin_id)
     ), line_end as (
       select coalesce((select to_fen from fund_inflow where fund_id = $1 order by from_fen desc limit 1), 0) as fen
     )
     insert into fund_inflow (fund_id, from_fen, to_fen, origin_kind, origin_id, recorded_at)
     select $1, e.fen + a.reached_fen - a.length_fen, e.fen + a.reached_fen, a.origin_kind, a.origin_id, $2
     from added a, line_end e order by a.reached_fen`,
    [fundId, now, accountId("available", fundId), OTHER_INFLOW_KINDS],
  );
}
