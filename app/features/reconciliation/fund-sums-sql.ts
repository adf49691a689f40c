import { BANK_DAYS } from "./breaks.ts";

/**
 * What each of the four books says of the spending of an organization's funds ($1), per fund, as common table
 * expressions that end with `sums`. Gross: paidFen = spansFen = ledgerFen = bankFen + waitingFen + missingFen,
 * and what came back: traceBackFen = ledgerBackFen = bankBackFen. So net, too: what the trace has in use is what
 * the ledger calls disbursed is what left the bank less what returned.
 */
export const FUND_SUMS_SQL = `
  reach as (
    select min(period_start) as first_day, max(period_end) as last_day from statement
    where organization_id = $1 and source like 'bank-%'
  ), moved as (
    select subject_kind, subject_id, amount_fen from reconciliation_match
    where organization_id = $1 and subject_kind in ('disbursement', 'disbursement-return')
    union all
    select subject_kind, subject_id, amount_fen from reconciliation_match_part
    where organization_id = $1 and subject_kind in ('disbursement', 'disbursement-return')
  ), bank as (
    select substr(subject_id, 2, 8) as fund_id,
           -coalesce(sum(amount_fen) filter (where subject_kind = 'disbursement'), 0) as bank_fen,
           coalesce(sum(amount_fen) filter (where subject_kind = 'disbursement-return'), 0) as bank_back_fen
    from moved group by 1
  ), paid as (
    select d.fund_id, sum(d.amount_fen) as paid_fen,
           sum(d.amount_fen) filter (
             where d.bank_matched_at is null
               and (d.paid_at at time zone 'Asia/Shanghai')::date between r.first_day and r.last_day - ${BANK_DAYS}
           ) as missing_fen,
           sum(d.amount_fen) filter (where exists (
             select from evidence e where e.fund_id = d.fund_id and e.disbursement_id = d.id)) as evidence_fen
    from disbursement d cross join reach r
    where d.organization_id = $1 and d.paid_at is not null group by d.fund_id
  ), sums as (
    select f.id as fund_id, f.currency, coalesce(p.paid_fen, 0)::int8 as paid_fen, coalesce(s.fen, 0)::int8 as spans_fen,
           coalesce(l.out_fen, 0)::int8 as ledger_fen, coalesce(b.bank_fen, 0)::int8 as bank_fen,
           coalesce(p.missing_fen, 0)::int8 as missing_fen,
           (coalesce(p.paid_fen, 0) - coalesce(b.bank_fen, 0) - coalesce(p.missing_fen, 0))::int8 as waiting_fen,
           coalesce(i.fen, 0)::int8 as trace_back_fen, coalesce(l.back_fen, 0)::int8 as ledger_back_fen,
           coalesce(b.bank_back_fen, 0)::int8 as bank_back_fen, coalesce(p.evidence_fen, 0)::int8 as evidence_fen,
           l.last_at
    from fund f
    left join paid p on p.fund_id = f.id
    left join bank b on b.fund_id = f.id
    left join lateral (
      select sum(u.to_fen - u.from_fen) as fen from fund_use u
      where u.fund_id = f.id and u.cause_kind = 'disbursement') s on true
    left join lateral (
      select sum(i.to_fen - i.from_fen) as fen from fund_inflow i
      where i.fund_id = f.id and i.origin_kind = 'disbursement-returned') i on true
    left join lateral (
      select sum(case when t.reverses_id is null then t.amount_fen else -t.amount_fen end)
               filter (where t.kind = 'disbursement-paid') as out_fen,
             sum(case when t.reverses_id is null then t.amount_fen else -t.amount_fen end)
               filter (where t.kind = 'disbursement-returned') as back_fen,
             max(t.recorded_at) as last_at
      from transfer t
      where t.book_id = f.id and t.kind in ('disbursement-paid', 'disbursement-returned') and t.currency = f.currency
        and t.kind not in ('gift-paid', 'provider-fee')) l on true
    where f.organization_id = $1 and f.state <> 'draft'
  )`;
