/**
 * The intervals of the inflow that belong to a gift: its own, and what later came back to it (a refund that
 * failed, a dispute that was won, a fee returned, the organization's cover of what it could not bear).
 *
 * Common table expressions over `wanted (donation_id)` and the fund `$1`; they end with
 * `belonging (donation_id, from_fen, to_fen)`.
 */
export const GIFT_INTERVALS_SQL = `
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
  ), belonging as (
    select o.donation_id, i.from_fen, i.to_fen
    from origins o join fund_inflow i
      on i.fund_id = $1 and i.origin_kind = o.origin_kind and i.origin_id = o.origin_id
  )`;
