/**
 * Accounts of the books. Each carries its first-level code of the accounting system for non-profit
 * organizations (财会〔2024〕25号, in force 2026-01-01), so that a trial balance is a query.
 */
export const ACCOUNT_CODES = {
  /** Money at a payment provider; one account per credential. 1009 其他货币资金 */
  clearing: "1009",
  "payout-in-transit": "1009",
  bank: "1002",
  cash: "1001",
  /** Received and not yet explained. */
  suspense: "2209",
  "refund-payable": "2209",
  /** From a provider, a merchant or the organization itself. */
  receivable: "1122",
  /** Consumption gifts that a merchant has confirmed and not yet paid. */
  promised: "1122",
  /** The organization's own money: 3101 非限定性净资产. */
  operating: "3101",
  /** The three fund accounts: 3102 限定性净资产. */
  available: "3102",
  held: "3102",
  committed: "3102",
} as const;

export type AccountKind = keyof typeof ACCOUNT_CODES;

export const FUND_ACCOUNT_KINDS = ["available", "held", "committed"] as const;
export type FundAccountKind = (typeof FUND_ACCOUNT_KINDS)[number];

export const ORGANIZATION_ACCOUNT_KINDS = [
  "payout-in-transit",
  "bank",
  "cash",
  "suspense",
  "refund-payable",
  "receivable",
  "promised",
  "operating",
] as const;

/** Goods in kind use the same accounts in a unit of their own, so that a valuation never adds to money. */
export const GOODS_UNIT = "CNY-GOODS";

/** The code of an account: goods in store stand where money stands at the bank, as 1201 存货. */
export function codeOf(kind: AccountKind, currency: string): string {
  return kind === "bank" && currency === GOODS_UNIT ? "1201" : ACCOUNT_CODES[kind];
}

/** The account's id says what it is: kind, owner (fund, credential or organization), currency. */
export function accountId(kind: AccountKind, ownerId: string, currency = "CNY"): string {
  return `${kind}.${ownerId}.${currency}`;
}

/** Whether an account grows by credits: what is owed, and net assets. Its balance is then credits less debits. */
export function isCreditSide(code: string): boolean {
  return code.startsWith("2") || code.startsWith("3");
}
