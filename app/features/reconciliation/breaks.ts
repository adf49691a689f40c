/**
 * Why a statement and the books differ. Row breaks are about one statement row (subject key: its row key);
 * the others are about something of ours that no statement shows, or about two statements that disagree.
 */
export const ROW_BREAK_KINDS = [
  /** The provider has a movement that the books do not know: often a lost notification, healed by asking. */
  "missing-in-ledger",
  "amount-mismatch",
  "duplicate-payment",
  "refund-missing",
  /** A fee that belongs to no gift. */
  "fee-unexplained",
  "bank-row-unexplained",
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
] as const;

export const BREAK_KINDS = [...ROW_BREAK_KINDS, ...OTHER_BREAK_KINDS] as const;
export type BreakKind = (typeof BREAK_KINDS)[number];

export type BreakState = "open" | "explained" | "resolved";

/**
 * What a row was matched to. `fee`, `transit` and `money-record` count as explained: the cause is known and
 * booked, but no other book has a row to hold against it (a fee; a payout on its way to the bank; a line of
 * the trade bill that the money record shows too and where it is dealt with). All others count as matched.
 */
export const EXPLAINED_SUBJECTS = ["fee", "transit", "money-record"] as const;

/** Statements that move money. The trade bill of Alipay is held against its money record only. */
export const MONEY_SOURCES = ["alipay-signcustomer", "stripe"] as const;
export const BANK_SOURCES = ["bank-ccb"] as const;

/** Days a payout may be on its way before it is a break; a bank's three working days and a weekend. */
export const PAYOUT_DAYS = 5;
/** Days after which a disbursement marked paid must be in the bank's statement. */
export const BANK_DAYS = 3;
