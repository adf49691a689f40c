import { db } from "#app/lib/db.server.ts";
import { log } from "#app/lib/log.server.ts";
import { WAITING_STATES, type WaitingState, waitingStates } from "./waiting-states.ts";

/**
 * What waits in each state: one row (organization_id, since, amount_fen) for each thing. `$1` is now. Each
 * reads an index that holds only what waits, so that it costs the same after ten years. In feature order.
 */
const QUERIES: Record<WaitingState, string> = {
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
};

export interface WaitingCount {
  state: WaitingState;
  count: number;
  /** Of these, how many have waited longer than the state allows. */
  overdueCount: number;
  oldestAt: Date | null;
  /** Sum of the money that waits, where the state is about money. */
  amountFen: bigint | null;
}

/**
 * What waits in each state, of all organizations (null) or of these; states in which nothing waits have 0.
 * A state that cannot be read is left out and logged: the others are still shown.
 */
export async function readWaiting(
  organizationIds: readonly string[] | null,
  now: Date,
  states: readonly WaitingState[] = waitingStates,
): Promise<WaitingCount[]> {
  const counts = await Promise.all(
    states.map((state) =>
      readState(state, organizationIds, now).catch((error: unknown) => {
        log.error({ state, err: error }, "a waiting state could not be read");
        return null;
      }),
    ),
  );
  return counts.filter((count) => count !== null);
}

async function readState(
  state: WaitingState,
  organizationIds: readonly string[] | null,
  now: Date,
): Promise<WaitingCount> {
  const [row] = await db.rows<Omit<WaitingCount, "state">>(
    `select count(*)::int4 as count,
            count(*) filter (where since < $1::timestamptz - $3 * interval '1 millisecond')::int4 as "overdueCount",
            min(since) as "oldestAt", sum(amount_fen)::int8 as "amountFen"
     from (${QUERIES[state]}) w
     where $2::text[] is null or organization_id = any($2)`,
    [now, organizationIds, WAITING_STATES[state].maxAgeMs],
  );
  return { state, ...(row ?? { count: 0, overdueCount: 0, oldestAt: null, amountFen: null }) };
}

/** What of an organization's own has waited too long, for its start page. */
export async function readOverdue(organizationIds: readonly string[], now: Date): Promise<WaitingCount[]> {
  const own = waitingStates.filter((state) => WAITING_STATES[state].owner !== "operator");
  return (await readWaiting(organizationIds, now, own)).filter(({ overdueCount }) => overdueCount > 0);
}
