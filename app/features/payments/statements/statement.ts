/**
 * What every statement reader gives, whatever the file looked like: Alipay's bills, Stripe's books and bank
 * exports all become the same rows. Readers are pure: bytes in, rows or reasons out; nothing is stored here.
 */

/** The files that can be read. Another bank or format adds a name here and one reader beside the others. */
export const PROVIDER_SOURCES = ["alipay-trade", "alipay-signcustomer", "stripe"] as const;
/** Every bank's source begins with "bank-"; one account's days are taken in one of these forms only. */
export const BANK_SOURCES = ["bank-ccb", "bank-icbc", "bank-generic", "bank-camt053", "bank-mt940"] as const;
export const STATEMENT_SOURCES = [...PROVIDER_SOURCES, ...BANK_SOURCES] as const;
export type StatementSource = (typeof STATEMENT_SOURCES)[number];
export type BankSource = (typeof BANK_SOURCES)[number];

export function isBankSource(source: string): source is BankSource {
  return BANK_SOURCES.some((known) => known === source);
}

/**
 * payment: a payer's money; refund: back to a payer (negative) or a refund that came back (positive); fee:
 * the provider's own charge as a row of its own (positive: returned); payout: provider → bank (negative) or
 * a payout that failed (positive); transfer-in/-out: other movements of a bank or wallet account;
 * adjustment: disputes and corrections.
 */
export type StatementRowKind =
  | "payment"
  | "refund"
  | "fee"
  | "payout"
  | "transfer-out"
  | "transfer-in"
  | "adjustment"
  | "other";

/** One movement. The money that reached or left the account is `amountFen − feeFen`. */
export interface StatementRow {
  /** Stable identity within (source, account): the provider's serial number, else a hash of the content. */
  rowKey: string;
  /** Line in the decoded file, from 1. */
  lineNo: number;
  kind: StatementRowKind;
  /** The provider's or bank's own word for the kind (业务类型, Stripe's type/reporting_category, 摘要). */
  providerKind: string | null;
  occurredAt: Date;
  /** Asia/Shanghai day of `occurredAt`, YYYY-MM-DD. */
  day: string;
  /** Signed, before fees: + in, − out. */
  amountFen: bigint;
  /** Fee kept from this row: positive is a cost, negative a fee given back. Zero where fees have their own rows. */
  feeFen: bigint;
  /** ISO 4217, upper case. */
  currency: string;
  /** trade_no · PaymentIntent (or charge if not expanded), refund, dispute, payout id · bank reference. */
  providerObjectId: string | null;
  /** The payment that the row belongs to (trade_no, PaymentIntent), also for refunds and disputes. */
  paymentObjectId: string | null;
  /** Our payment id where the row carries it (商户订单号, metadata.payment_id). */
  merchantReference: string | null;
  /** Our refund id where the row carries it (退款批次号/请求号, metadata.refund_id). */
  refundReference: string | null;
  /** On rows of Stripe's payouts themselves; what each paid out is in `payouts[].memberKeys` (keys of rows, any day). */
  payoutId: string | null;
  balanceAfterFen: bigint | null;
  /** A name or account of a private person, perhaps: never public. */
  counterparty: string | null;
  purpose: string | null;
  summary: string | null;
}

/** Over the rows in the statement's currency. */
export interface StatementTotals {
  rowCount: number;
  /** Σ of positive, Σ of negative amounts (as a positive number), Σ fees, and in − out − fees. */
  inFen: bigint;
  outFen: bigint;
  feeFen: bigint;
  netFen: bigint;
  openingBalanceFen: bigint | null;
  closingBalanceFen: bigint | null;
}

/** A payout of Stripe with the balance transactions it paid out; `memberKeys` null: cannot be itemised (yet). */
export interface StatementPayout {
  payoutId: string;
  amountFen: bigint;
  currency: string;
  status: string;
  /** Day the money is expected at the bank (UTC date of Stripe's arrival_date), YYYY-MM-DD. */
  arrivalDay: string;
  memberKeys: string[] | null;
}

export interface StatementWarning {
  line: number | null;
  reason:
    | "column-count"
    | "order-amount-differs"
    | "no-period"
    | "payout-not-itemised"
    | "other-currency"
    | "unknown-kind"
    /** The bank took a movement back: a negative debit, an RC or RD, a RvslInd. */
    | "reversal"
    /** No running balance: nothing in the file proves that no row is missing. */
    | "no-balance"
    /** The balance before this file is not the one after the file before: days are missing between them. */
    | "balance-gap"
    /** A date that no calendar has (30 February), read from the other date of the row. */
    | "doubtful-date"
    /** The parts of one entry do not add up to it; the entry is taken whole. */
    | "parts-differ";
  detail: string;
  /** What a doubtful row says otherwise, so that it is found again on the page of its day. */
  day?: string;
  rowKey?: string;
}

export interface StatementSummary {
  source: StatementSource;
  /** As printed in the file. Alipay: 2088 id + 4 digits (compare by prefix with the seller id). Stripe: acct_…. */
  account: string | null;
  /** Account holder as printed, where it is (bank files). */
  accountName: string | null;
  currency: string;
  /** Half-open [start, end), UTC instants. */
  periodStart: Date;
  periodEnd: Date;
  totals: StatementTotals;
  payouts: StatementPayout[];
  warnings: StatementWarning[];
}

export interface Statement extends StatementSummary {
  rows: StatementRow[];
}

/** Why a file is refused. It is always refused whole: nothing of it may be stored. */
export type StatementErrorReason =
  | "empty-file"
  | "too-large"
  | "bad-zip"
  | "bad-encoding"
  | "wrong-source"
  | "wrong-bank"
  /** A file about more than one account; each is sent by itself. */
  | "several-accounts"
  | "no-header"
  | "missing-column"
  /** A bank's list whose columns nobody has named yet. */
  | "unknown-columns"
  | "bad-row"
  | "bad-time"
  | "bad-amount"
  | "bad-currency"
  | "duplicate-row"
  | "truncated"
  | "footer-mismatch"
  | "balance-break"
  | "equation-mismatch";

export interface StatementError {
  line: number | null;
  reason: StatementErrorReason;
  /** English, for people; carries no counterparty. */
  detail: string;
}

export type StatementResult = { ok: true; statement: Statement } | { ok: false; errors: StatementError[] };

/**
 * The same for large files: the first reading has validated everything and kept no row; `rows()` reads the
 * file again, row by row, so that a million rows need little memory.
 */
export type StatementScan =
  | { ok: true; statement: StatementSummary; rows(): Generator<StatementRow, void, undefined> }
  | { ok: false; errors: StatementError[] };

/** What a reader is inside: yields rows as it goes and ends with a verdict. Rows count only if it is ok. */
export type StatementReader = (bytes: Uint8Array) => Generator<StatementRow, StatementVerdict, undefined>;
export type StatementVerdict =
  | { ok: true; summary: StatementSummary }
  | { ok: false; errors: StatementError[] };
