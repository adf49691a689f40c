/**
 * Why a statement and the books differ. Row breaks are about one statement row (subject key: its row key);
 * the others are about something of ours that no statement shows, or about two statements that disagree.
 */
export const ROW_BREAK_KINDS = [
  /** The provider has a movement that the books do not know: often a lost notification, healed by asking. */
  "missing-in-ledger",
  "amount-mismatch",
  "currency-mismatch",
  /** One side says it happened, the other that it did not: a payment that we closed, a refund that failed. */
  "status-mismatch",
  "duplicate-payment",
  "refund-missing",
  /** A fee that belongs to no gift. */
  "fee-unexplained",
  "bank-row-unexplained",
  /** The bank paid once more what a row before had paid already. */
  "paid-twice",
  /** The bank paid a disbursement that nobody approved, or that was turned down. */
  "paid-not-approved",
] as const;

export const OTHER_BREAK_KINDS = [
  /** A confirmed gift or refund that a bill of its day does not show. Subject: payment or refund. */
  "missing-at-provider",
  /** A disbursement marked paid that the bank does not show. Subject: disbursement. */
  "missing-at-bank",
  /** The provider paid out, the bank has not received it. Subject: payout. */
  "payout-not-in-bank",
  /** Trade bill and money record name different fees. Subject: payment. */
  "fee-mismatch",
  /** The same row came again with another content. Subject: row key. */
  "row-changed",
  /** What a payout says it paid out and what its rows sum to differ. Subject: payout. */
  "payout-sum-mismatch",
  /** The bank paid somebody else than the disbursement names. Subject: disbursement. */
  "payee-mismatch",
  /** Paid, and no evidence after EVIDENCE_DAYS. Subject: disbursement. */
  "evidence-missing",
  /** More was paid on a line than the budget plans, or on no line of it. Subject: fund/line. */
  "over-budget",
  /** Trace, disbursements, ledger and bank of a fund do not agree. Subject: fund. */
  "fund-not-closed",
] as const;

/** Breaks that the daily check of a fund finds; their source is FUND_SOURCE, their account the fund. */
export const FUND_BREAK_KINDS = [
  "payee-mismatch",
  "evidence-missing",
  "over-budget",
  "fund-not-closed",
] as const;
export const FUND_SOURCE = "fund";

export const BREAK_KINDS = [...ROW_BREAK_KINDS, ...OTHER_BREAK_KINDS] as const;
export type BreakKind = (typeof BREAK_KINDS)[number];

export type BreakState = "open" | "explained" | "resolved";

/**
 * What a row was matched to. These count as explained: the cause is known and booked, but no other book has a
 * row to hold against it (a fee; a payout on its way to the bank; a line of the trade bill that the money
 * record shows too and where it is dealt with; what the organization bears itself). All others count as matched.
 */
export const EXPLAINED_SUBJECTS = ["fee", "transit", "money-record", "write-off"] as const;

/** Statements that move money. The trade bill of Alipay is held against its money record only. */
export const MONEY_SOURCES = ["alipay-signcustomer", "stripe"] as const;
export { BANK_SOURCES } from "#app/features/payments/statements/statement.ts";

/** Days a payout may be on its way before it is a break; a bank's three working days and a weekend. */
export const PAYOUT_DAYS = 5;
/** Days after which a disbursement marked paid must be in the bank's statement. */
export const BANK_DAYS = 3;
/**
 * Days after which a payment must have evidence. No statute names a number; this is the site's own rule,
 * in force from 2026-11-22, and what the page of a fund says it is.
 */
export const EVIDENCE_DAYS = 30;
