/**
 * The intervals of the inflow that belong to a gift: its own, and what later came back to it (a refund that
 * failed, a dispute that was won, a fee returned, the organization's cover of what it could not bear).
 *
 * What a payee gave back belongs to the gifts whose fen the payment had used: a return takes the last fen of its
 * payment that have not come back yet, and its interval is theirs in the same order; so too when the same fen
 * come back a second time.
 *
 * Common table expressions over `wanted (donation_id)` and the fund `$1`, behind `with recursive`; they end with
 * `returned` (the returns with their place in their payment) and `belonging (donation_id, from_fen, to_fen)`.
 *
 * @param moved selects further pieces of this fund's line as (donation_id, from_fen, to_fen): what came to it with
 *   money moved from another fund
 */
export function giftIntervalsSql(moved: string): string {
  return `
  subjects as (
    select donation_id, donation_id as subject_id from wanted
    union all select w.donation_id, r.id from wanted w join refund r on r.fund_id = $1 and r.donation_id = w.donation_id
    union all select w.donation_id, x.id from wanted w join dispute x on x.fund_id = $1 and x.donation_id = w.donation_id
  ), origins as (
    select donation_id, 'gift' as origin_kind, donation_id as origin_id from wanted
    union all
    select s.donation_id, kind, s.subject_id
    from subjects s, unnest(array['refund-failed', 'dispute-won']) kind where s.subject_id <> s.donation_id
    union all
    select s.donation_id, t.kind, t.id::text
    from subjects s join transfer t on t.subject_id = s.subject_id and t.book_id = $1
    where t.kind in ('cover-promised', 'provider-fee-returned')
  ), returned as materialized (
    select d.id as disbursement_id, i.from_fen, i.to_fen - i.from_fen as length_fen,
           (d.amount_fen - sum(i.to_fen - i.from_fen) over (
             partition by d.id order by i.from_fen rows unbounded preceding))::int8 as offset_fen
    from fund_inflow i
    join transfer t on t.book_id = $1
      and t.id = case when i.origin_kind = 'disbursement-returned' then i.origin_id::uuid end
    join disbursement d on d.fund_id = $1 and d.id = t.subject_id
    where i.fund_id = $1 and i.origin_kind = 'disbursement-returned'
  ), belonging as (
    select o.donation_id, i.from_fen, i.to_fen
    from origins o join fund_inflow i
      on i.fund_id = $1 and i.origin_kind = o.origin_kind and i.origin_id = o.origin_id
    union all
    ${moved}
    union all
    select g.donation_id, b.from_fen + greatest(at.fen, b.offset_fen) - b.offset_fen,
           b.from_fen + least(at.fen + at.length_fen, b.offset_fen + b.length_fen) - b.offset_fen
    from belonging g
    join fund_use u on u.fund_id = $1 and u.cause_kind = 'disbursement'
      and int8range(u.from_fen, u.to_fen) && int8range(g.from_fen, g.to_fen)
    join returned b on b.disbursement_id = u.cause_id
    cross join lateral (
      select (coalesce((select sum(s.to_fen - s.from_fen) from fund_use s
                        where s.fund_id = $1 and s.cause_kind = 'disbursement' and s.cause_id = u.cause_id
                          and s.from_fen < u.from_fen), 0) + greatest(u.from_fen, g.from_fen) - u.from_fen)::int8 as fen,
             least(u.to_fen, g.to_fen) - greatest(u.from_fen, g.from_fen) as length_fen
    ) at
    where at.fen < b.offset_fen + b.length_fen and b.offset_fen < at.fen + at.length_fen
  )`;
}

/** The same for gifts of the fund itself. */
export const GIFT_INTERVALS_SQL = giftIntervalsSql("select null::text, 0::int8, 0::int8 where false");
