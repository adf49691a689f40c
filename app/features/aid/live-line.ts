/**
 * The payment line that a case (alias `c`) has now, as a `from … where …` over `l` and its payment `d`: not stopped,
 * not refused by the bank, not sent back, of a payment that was not given up. A line that failed and was tried again is
 * another line with the same subject.
 */
export const LIVE_LINE_SQL = `disbursement_payee l
  join disbursement d on d.fund_id = l.fund_id and d.id = l.disbursement_id
  where l.organization_id = c.organization_id and l.subject_kind = 'aid-case' and l.subject_id = c.id::text
    and l.stopped_at is null and l.failed_at is null and l.returned_at is null
    and d.rejected_at is null and d.withdrawn_at is null`;
