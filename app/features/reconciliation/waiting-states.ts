/**
 * Every state in which something waits for its next step, who has to take it, and how long that may last.
 * What is older is shown to its owner until it moves: nothing waits for ever unseen. The order is that of the
 * features. A new state that is not an end gets a line here and a query in waiting-states.server.ts.
 */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type StateOwner = "operator" | "charity-clerk" | "charity-approver" | "bureau-officer";

export const WAITING_STATES = {
  /** The relay hands requests over within a second; five minutes mean that Redis or the relay is away. */
  "outbox-undispatched": { owner: "operator", maxAgeMs: 5 * MINUTE },
  /** The longest job has ten minutes, and its retries some more. */
  "outbox-under-way": { owner: "operator", maxAgeMs: HOUR },
  "job-dead": { owner: "operator", maxAgeMs: DAY },
  "mail-unsent": { owner: "operator", maxAgeMs: HOUR },
  /** Undelivered messages are asked for each minute; an hour without an answer is trouble with the key. */
  "notifications-unheard": { owner: "operator", maxAgeMs: HOUR },
  /** Providers publish a day's bill by the next noon; counted from the day's end. */
  "statement-unfetched": { owner: "charity-clerk", maxAgeMs: 36 * HOUR },
  /** A payment page lives an hour, and is asked about meanwhile. */
  "payment-pending": { owner: "operator", maxAgeMs: 2 * HOUR },
  /** Its time was over, and the provider could not say what became of it. */
  "payment-unknown": { owner: "operator", maxAgeMs: HOUR },
  /** A refund or dispute that was told before the payment that it is about. */
  "message-deferred": { owner: "operator", maxAgeMs: DAY },
  "giving-alert": { owner: "charity-clerk", maxAgeMs: DAY },
  "refund-unapproved": { owner: "charity-approver", maxAgeMs: 3 * DAY },
  "refund-unsent": { owner: "operator", maxAgeMs: HOUR },
  /** A card's bank takes five to ten working days. */
  "refund-sent": { owner: "charity-clerk", maxAgeMs: 10 * DAY },
  /** Evidence is due within a week of most disputes; two months later the banks have decided. */
  "dispute-open": { owner: "charity-clerk", maxAgeMs: 7 * DAY },
  "quarantine-undecided": { owner: "charity-clerk", maxAgeMs: 3 * DAY },
  "screening-undecided": { owner: "charity-approver", maxAgeMs: 3 * DAY },
  /** Something odd in a campaign's sales, or an enterprise that was asked about it. */
  "signal-undecided": { owner: "charity-clerk", maxAgeMs: 7 * DAY },
  "cash-uncounted": { owner: "charity-approver", maxAgeMs: 3 * DAY },
  "cash-unbanked": { owner: "charity-clerk", maxAgeMs: 7 * DAY },
  /** Asked every few minutes; never charged anew before it is known. */
  "monthly-unknown": { owner: "operator", maxAgeMs: 6 * HOUR },
  "monthly-untried": { owner: "operator", maxAgeMs: DAY },
  "disbursement-unapproved": { owner: "charity-approver", maxAgeMs: 7 * DAY },
  "disbursement-unpaid": { owner: "charity-clerk", maxAgeMs: 14 * DAY },
  "disbursement-untraced": { owner: "operator", maxAgeMs: HOUR },
  /** Three working days of a bank and a weekend. */
  "payout-in-transit": { owner: "charity-clerk", maxAgeMs: 5 * DAY },
  "suggestion-undecided": { owner: "charity-clerk", maxAgeMs: 3 * DAY },
  /** From the day that the difference belongs to. */
  "break-open": { owner: "charity-clerk", maxAgeMs: 7 * DAY },
  "write-off-unanswered": { owner: "charity-approver", maxAgeMs: 3 * DAY },
  "day-unclosed": { owner: "charity-approver", maxAgeMs: 3 * DAY },
  /** The law gives 20 days for a qualification (慈善法 Art. 22); a correction is no more work than that. */
  "record-undecided": { owner: "bureau-officer", maxAgeMs: 20 * DAY },
  "filing-unreleased": { owner: "charity-approver", maxAgeMs: 3 * DAY },
  "filing-unsubmitted": { owner: "charity-clerk", maxAgeMs: 3 * DAY },
  /** Papers are completed within five days (Order 74 Art. 11). */
  "filing-returned": { owner: "charity-clerk", maxAgeMs: 5 * DAY },
  /** The department publishes within ten days (Order 74 Art. 11). */
  "filing-unanswered": { owner: "charity-clerk", maxAgeMs: 10 * DAY },
  "agreement-undrafted": { owner: "charity-clerk", maxAgeMs: 5 * DAY },
  "agreement-unconfirmed": { owner: "charity-approver", maxAgeMs: 3 * DAY },
  /** Five working days and a weekend: practice, not law. */
  "enquiry-unanswered": { owner: "charity-clerk", maxAgeMs: 7 * DAY },
  /** Five working days and a weekend: practice, not law. */
  "receipt-unissued": { owner: "charity-clerk", maxAgeMs: 7 * DAY },
  "aid-unchecked": { owner: "charity-clerk", maxAgeMs: 3 * DAY },
  "aid-undecided": { owner: "charity-approver", maxAgeMs: 3 * DAY },
  "aid-unannounced": { owner: "charity-clerk", maxAgeMs: 3 * DAY },
  "aid-unrecovered": { owner: "charity-clerk", maxAgeMs: 30 * DAY },
  "payment-batch-unreleased": { owner: "charity-approver", maxAgeMs: 2 * DAY },
  "payment-batch-unsent": { owner: "charity-clerk", maxAgeMs: 2 * DAY },
  /** Three working days of a bank and a weekend. */
  "payment-batch-unsettled": { owner: "charity-clerk", maxAgeMs: 5 * DAY },
  "payee-unpaid": { owner: "charity-clerk", maxAgeMs: 7 * DAY },
  "approval-rule-unanswered": { owner: "charity-approver", maxAgeMs: 7 * DAY },
  "cost-undecided": { owner: "charity-approver", maxAgeMs: 7 * DAY },
  "year-books-undecided": { owner: "charity-approver", maxAgeMs: 7 * DAY },
  "duty-event-undecided": { owner: "charity-clerk", maxAgeMs: 7 * DAY },
  "duty-overdue": { owner: "charity-clerk", maxAgeMs: 0 },
  "project-unreleased": { owner: "charity-approver", maxAgeMs: 3 * DAY },
  "project-end-unanswered": { owner: "charity-approver", maxAgeMs: 3 * DAY },
  /** Until it is answered none of the merchant's days runs out. */
  "merchant-statement-disputed": { owner: "charity-clerk", maxAgeMs: 5 * DAY },
  /** Past its last day to pay: what is over a month makes the badge go down. */
  "merchant-statement-overdue": { owner: "charity-clerk", maxAgeMs: 30 * DAY },
} as const satisfies Record<string, { owner: StateOwner; maxAgeMs: number }>;

export type WaitingState = keyof typeof WAITING_STATES;
export const waitingStates = Object.keys(WAITING_STATES) as WaitingState[];
