import type { WaitingState } from "./waiting-states.ts";

/** Payments, refunds, spending and the books. */
const OF_MONEY = {
  "outbox-undispatched": `
    select null::text as organization_id, created_at as since, null::int8 as amount_fen
    from outbox where dispatched_at is null`,
  "outbox-under-way": `
    select null::text as organization_id, dispatched_at as since, null::int8 as amount_fen
    from outbox where dispatched_at is not null`,
  "job-dead": `
    select null::text as organization_id, failed_at as since, null::int8 as amount_fen
    from dead_letter where retried_at is null`,
  "mail-unsent": `
    select null::text as organization_id, created_at as since, null::int8 as amount_fen
    from outgoing_mail where sent_at is null`,
  "notifications-unheard": `
    select c.organization_id, coalesce(n.heard_at, c.created_at) as since, null::int8 as amount_fen
    from payment_credential c left join notification_cursor n on n.credential_id = c.id
    where c.provider = 'stripe' and c.disabled_at is null
      and coalesce(n.heard_at, c.created_at) < $1::timestamptz - interval '10 minutes'`,
  "statement-unfetched": `
    select c.organization_id,
           ((d.day + 1)::timestamp at time zone case c.provider when 'stripe' then 'UTC' else 'Asia/Shanghai' end) as since,
           null::int8 as amount_fen
    from payment_credential c
    cross join lateral (
      select g::date as day from generate_series(
        greatest(($1::timestamptz at time zone 'Asia/Shanghai')::date - 7, c.created_at::date),
        ($1::timestamptz at time zone 'Asia/Shanghai')::date - 1, '1 day') g) d
    where c.disabled_at is null and c.provider in ('alipay', 'stripe') and not exists (
      select from statement s
      where s.organization_id = c.organization_id
        and s.source = case c.provider when 'stripe' then 'stripe' else 'alipay-signcustomer' end
        and s.account = substring(c.provider_account from '[^/]*$')
        and d.day between s.period_start and s.period_end
        and s.created_at >= ((d.day + 1)::timestamp at time zone case c.provider when 'stripe' then 'UTC' else 'Asia/Shanghai' end))`,
  "payment-pending": `
    select organization_id, opened_at as since, amount_fen from payment
    where paid_at is null and closed_at is null and quarantined_at is null and provider <> 'offline'
      and (expires_at is null or expires_at >= $1)`,
  "payment-unknown": `
    select organization_id, expires_at as since, amount_fen from payment
    where paid_at is null and closed_at is null and quarantined_at is null and provider <> 'offline'
      and expires_at < $1`,
  "message-deferred": `
    select c.organization_id, e.received_at as since, e.amount_fen
    from provider_event e join payment_credential c on c.id = e.credential_id
    where e.outcome = 'deferred' and e.payment_id is not null and not exists (
      select from provider_event t where t.book_id = e.book_id and t.credential_id = e.credential_id
        and t.event_key = e.event_key || '#taken-up')`,
  "giving-alert": `
    select organization_id, opened_at as since, amount_fen from giving_alert where handled_at is null`,
  "refund-unapproved": `
    select organization_id, requested_at as since, amount_fen from refund_request
    where approved_at is null and rejected_at is null`,
  "refund-unsent": `
    select organization_id, promised_at as since, amount_fen from refund
    where origin = 'organization' and sent_at is null and paid_at is null and failed_at is null`,
  "refund-sent": `
    select coalesce(r.organization_id, p.organization_id) as organization_id,
           coalesce(r.sent_at, r.promised_at) as since, r.amount_fen
    from refund r left join payment p on p.fund_id = r.fund_id and p.id = r.payment_id
    where r.paid_at is null and r.failed_at is null and (r.origin <> 'organization' or r.sent_at is not null)`,
  "dispute-open": `
    select p.organization_id, x.opened_at as since, x.amount_fen
    from dispute x join payment p on p.fund_id = x.fund_id and p.id = x.payment_id
    where x.won_at is null and x.lost_at is null`,
  "quarantine-undecided": `
    select organization_id, recorded_at as since, held_fen as amount_fen from quarantine where decided_at is null`,
  "screening-undecided": `
    select s.organization_id, s.opened_at as since, d.amount_fen
    from gift_screening s join donation d on d.fund_id = s.fund_id and d.id = s.donation_id
    where s.decided_at is null`,
  "signal-undecided": `
    select organization_id, opened_at as since, null::int8 as amount_fen from consumption_signal
    where state in ('open', 'asked')`,
  "cash-uncounted": `
    select organization_id, recorded_at as since, amount_fen from recorded_gift
    where counted_at is null and withdrawn_at is null`,
  "cash-unbanked": `
    select organization_id, counted_at as since, amount_fen from recorded_gift
    where kind = 'cash' and counted_at is not null and banked_at is null and reversed_at is null`,
  "monthly-unknown": `
    select m.organization_id, a.started_at as since, m.amount_fen
    from monthly_attempt a join monthly_plan m on m.fund_id = a.fund_id and m.id = a.plan_id
    where a.ended_at is null`,
  "monthly-untried": `
    select m.organization_id, (c.next_try_on::timestamp at time zone 'Asia/Shanghai') as since, c.amount_fen
    from monthly_charge c join monthly_plan m on m.fund_id = c.fund_id and m.id = c.plan_id
    where c.next_try_on <= ($1::timestamptz at time zone 'Asia/Shanghai')::date`,
  "disbursement-unapproved": `
    select organization_id, proposed_at as since, amount_fen from disbursement
    where approved_at is null and rejected_at is null and withdrawn_at is null`,
  "disbursement-unpaid": `
    select organization_id, approved_at as since, amount_fen from disbursement
    where approved_at is not null and paid_at is null and withdrawn_at is null`,
  "disbursement-untraced": `
    select organization_id, paid_at as since, amount_fen from disbursement
    where paid_at is not null and traced_at is null`,
  "payout-in-transit": `
    select m.organization_id, r.occurred_at as since, -m.amount_fen as amount_fen
    from reconciliation_match m join statement_row r on r.organization_id = m.organization_id
      and r.source = m.source and r.account = m.account and r.row_key = m.row_key
    where m.subject_kind = 'transit'`,
  "suggestion-undecided": `
    select organization_id, created_at as since, amount_fen from reconciliation_suggestion where state = 'proposed'`,
  "break-open": `
    select organization_id, (day::timestamp at time zone 'Asia/Shanghai') as since, abs(amount_fen) as amount_fen
    from reconciliation_break where state = 'open'`,
  "write-off-unanswered": `
    select organization_id, requested_at as since, amount_fen from break_write_off
    where approved_at is null and refused_at is null and reversed_at is null`,
  "day-unclosed": `
    select organization_id, signed_at as since, null::int8 as amount_fen from day_closing
    where closed_at is null and superseded_at is null`,
} as const satisfies Partial<Record<WaitingState, string>>;

/** The charity's own work beside the money: filings, aid, receipts, projects, what a second person answers. */
const OF_WORK = {
  "record-undecided": `
    select organization_id, proposed_at as since, null::int8 as amount_fen
    from organization_change where state = 'waiting'`,
  "filing-unreleased": `
    select organization_id, drafted_at as since, null::int8 as amount_fen
    from filing_version where state = 'drafted'`,
  "filing-unsubmitted": `
    select organization_id, released_at as since, null::int8 as amount_fen
    from filing_version where state = 'released'`,
  "filing-returned": `
    select v.organization_id, v.answered_at as since, null::int8 as amount_fen
    from filing_version v where v.state = 'returned' and not exists (
      select from filing_version n where n.filing_id = v.filing_id and n.completes = v.number)`,
  "filing-unanswered": `
    select organization_id, submitted_at as since, null::int8 as amount_fen
    from filing_version where state = 'submitted'`,
  "agreement-undrafted": `
    select a.organization_id, a.asked_at as since, d.amount_fen
    from donation_agreement a join donation d on d.fund_id = a.fund_id and d.id = a.donation_id
    where not exists (select from donation_agreement_version v
                      where v.fund_id = a.fund_id and v.donation_id = a.donation_id)`,
  "agreement-unconfirmed": `
    select a.organization_id, v.drafted_at as since, d.amount_fen
    from donation_agreement_version v
    join donation_agreement a on a.fund_id = v.fund_id and a.donation_id = v.donation_id
    join donation d on d.fund_id = v.fund_id and d.id = v.donation_id
    where v.charity_confirmed_at is null and not exists (
      select from donation_agreement_version n
      where n.fund_id = v.fund_id and n.donation_id = v.donation_id and n.version > v.version)`,
  "enquiry-unanswered": `
    select organization_id, waiting_since as since, null::int8 as amount_fen
    from enquiry where waiting_since is not null`,
  "receipt-unissued": `
    select q.organization_id, q.requested_at as since, null::int8 as amount_fen
    from receipt_request q
    where q.kind = 'asked' and q.withdrawn_at is null
      and exists (select from receipt_request_gift g where g.request_id = q.id and g.withdrawn_at is null)
      and not exists (select from receipt r where r.request_id = q.id and r.voided_at is null)`,
  "aid-unchecked": `
    select organization_id, received_at as since, null::int8 as amount_fen
    from aid_case where checked_at is null and stopped_at is null and decided_at is null`,
  "aid-undecided": `
    select organization_id, checked_at as since, null::int8 as amount_fen
    from aid_case where checked_at is not null and stopped_at is null and decided_at is null`,
  "aid-unannounced": `
    select organization_id, decided_at as since, decided_fen as amount_fen
    from aid_case where decision = 'approve' and announced_at is null and stopped_at is null and not is_urgent`,
  "aid-unrecovered": `
    select organization_id, asked_at as since, amount_fen from aid_recovery where linked_at is null`,
  "payment-batch-unreleased": `
    select organization_id, prepared_at as since, total_fen as amount_fen
    from payment_batch where released_at is null and cancelled_at is null`,
  "payment-batch-unsent": `
    select organization_id, released_at as since, total_fen as amount_fen
    from payment_batch where channel = 'bank' and released_at is not null and sent_at is null and cancelled_at is null`,
  "payment-batch-unsettled": `
    select organization_id, coalesce(sent_at, released_at) as since, total_fen as amount_fen
    from payment_batch
    where settled_at is null and cancelled_at is null
      and (sent_at is not null or (channel = 'alipay' and released_at is not null))`,
  "payee-unpaid": `
    select l.organization_id, coalesce(l.returned_at, l.failed_at) as since, l.amount_fen
    from disbursement_payee l
    where (l.failed_at is not null or l.returned_at is not null) and l.set_aside_at is null and not exists (
      select from disbursement_payee n where n.fund_id = l.fund_id and n.retry_of = l.id)`,
  "approval-rule-unanswered": `
    select organization_id, proposed_at as since, null::int8 as amount_fen
    from approval_rule where confirmed_at is null and refused_at is null`,
  "cost-undecided": `
    select organization_id, entered_at as since, amount_fen from cost_entry where decision is null`,
  "year-books-undecided": `
    select organization_id, entered_at as since, null::int8 as amount_fen from year_books where decision is null`,
  "duty-event-undecided": `
    select organization_id, created_at as since, amount_fen from duty_event where state = 'proposed'`,
  "duty-overdue": `
    select organization_id, ((due_on + 1)::timestamp at time zone 'Asia/Shanghai') as since, null::int8 as amount_fen
    from disclosure_task
    where published_at is null and withdrawn_at is null and due_on < ($1::timestamptz at time zone 'Asia/Shanghai')::date`,
  "project-unreleased": `
    select p.organization_id, r.asked_at as since, null::int8 as amount_fen
    from project_release r join project p on p.fund_id = r.fund_id
    where r.released_at is null and r.returned_at is null`,
  "project-end-unanswered": `
    select p.organization_id, e.asked_at as since, e.amount_fen
    from project_ending e join project p on p.fund_id = e.fund_id
    where e.approved_at is null and e.refused_at is null`,
  "merchant-statement-disputed": `
    select organization_id, disputed_at as since, amount_fen
    from consumption_statement where state = 'disputed' and answered_at is null`,
  "merchant-statement-overdue": `
    select organization_id, (pay_by + 1)::timestamp at time zone 'Asia/Shanghai' as since, amount_fen - paid_fen as amount_fen
    from consumption_statement
    where amount_fen > paid_fen and pay_by < ($1::timestamptz at time zone 'Asia/Shanghai')::date
      and (disputed_at is null or answered_at is not null)`,
} as const satisfies Partial<Record<WaitingState, string>>;

/**
 * What waits in each state: one row (organization_id, since, amount_fen) for each thing. `$1` is now. Each
 * reads an index that holds only what waits, so that it costs the same after ten years. In feature order.
 */
export const WAITING_QUERIES: Record<WaitingState, string> = { ...OF_MONEY, ...OF_WORK };
