import type { AccountKind, FundAccountKind } from "./accounts.ts";

/** The terms of a fund: raised + otherIn = available + held + committed + disbursed + fees + refunded + otherOut. */
export const FUND_FLOW_TERMS = ["raised", "otherIn", "disbursed", "fees", "refunded", "otherOut"] as const;
export type FundFlowTerm = (typeof FUND_FLOW_TERMS)[number];

interface FundEffect {
  /** The fund account whose leg is counted. */
  account: FundAccountKind;
  term: FundFlowTerm;
  /** `in`: credits less debits raise the term; `out`: debits less credits do; else one side alone. */
  counts: "in" | "out" | "debits" | "credits";
}

interface Posting {
  debit: readonly AccountKind[];
  credit: readonly AccountKind[];
  effects: readonly FundEffect[];
  /** Whether each transfer of this kind is a gift, for the count of gifts. */
  isGift?: true;
}

const raised = (account: FundAccountKind): FundEffect[] => [{ account, term: "raised", counts: "in" }];
const fees: FundEffect[] = [{ account: "available", term: "fees", counts: "out" }];
const refunded: FundEffect[] = [{ account: "available", term: "refunded", counts: "out" }];
const otherIn: FundEffect[] = [{ account: "available", term: "otherIn", counts: "in" }];
const none: FundEffect[] = [];

/**
 * The closed list of what may be posted: which accounts a transfer of each kind debits and credits, and
 * which terms of a fund it moves. A transfer that fits no line is refused; a new line is added here first.
 * A reversal keeps the kind and swaps the sides, so it moves the same terms back.
 */
export const POSTINGS = {
  "gift-paid": {
    debit: ["clearing", "bank", "cash"],
    credit: ["available"],
    effects: raised("available"),
    isGift: true,
  },
  "provider-fee": { debit: ["available"], credit: ["clearing"], effects: fees },
  "provider-fee-returned": { debit: ["clearing"], credit: ["available"], effects: fees },
  "provider-fee-borne": { debit: ["operating"], credit: ["clearing"], effects: none },
  "provider-fee-borne-returned": { debit: ["clearing"], credit: ["operating"], effects: none },
  "payout-sent": { debit: ["payout-in-transit"], credit: ["clearing"], effects: none },
  "payout-arrived": { debit: ["bank"], credit: ["payout-in-transit"], effects: none },
  "payout-failed": { debit: ["clearing"], credit: ["payout-in-transit"], effects: none },
  "refund-promised": { debit: ["available"], credit: ["refund-payable"], effects: refunded },
  "refund-failed": { debit: ["refund-payable"], credit: ["available"], effects: refunded },
  "refund-paid": { debit: ["refund-payable"], credit: ["clearing", "bank", "cash"], effects: none },
  "dispute-opened": { debit: ["available"], credit: ["held"], effects: none },
  "dispute-charged": { debit: ["receivable"], credit: ["clearing"], effects: none },
  "dispute-won": { debit: ["held"], credit: ["available"], effects: none },
  "dispute-returned": { debit: ["clearing"], credit: ["receivable"], effects: none },
  "dispute-lost": {
    debit: ["held"],
    credit: ["receivable"],
    effects: [{ account: "held", term: "refunded", counts: "out" }],
  },
  "disbursement-approved": { debit: ["available"], credit: ["committed"], effects: none },
  "disbursement-withdrawn": { debit: ["committed"], credit: ["available"], effects: none },
  "disbursement-paid": {
    debit: ["committed"],
    credit: ["bank", "clearing"],
    effects: [{ account: "committed", term: "disbursed", counts: "out" }],
  },
  "disbursement-returned": {
    debit: ["bank"],
    credit: ["available"],
    effects: [{ account: "available", term: "disbursed", counts: "out" }],
  },
  "cover-promised": { debit: ["receivable"], credit: ["available"], effects: otherIn },
  "cover-paid": { debit: ["operating"], credit: ["receivable"], effects: none },
  "income-received": { debit: ["bank"], credit: ["available"], effects: otherIn },
  "fund-move": {
    debit: ["available"],
    credit: ["available"],
    effects: [
      { account: "available", term: "otherOut", counts: "debits" },
      { account: "available", term: "otherIn", counts: "credits" },
    ],
  },
  "trust-principal-received": { debit: ["bank"], credit: ["held"], effects: raised("held"), isGift: true },
  "trust-principal-released": { debit: ["held"], credit: ["available"], effects: none },
  "suspense-received": { debit: ["clearing", "bank"], credit: ["suspense"], effects: none },
  "suspense-to-fund": {
    debit: ["suspense"],
    credit: ["available"],
    effects: raised("available"),
    isGift: true,
  },
  "suspense-to-refund": { debit: ["suspense"], credit: ["refund-payable"], effects: none },
  "consumption-promised": { debit: ["receivable"], credit: ["promised"], effects: none },
  "consumption-paid": {
    debit: ["clearing", "bank"],
    credit: ["available"],
    effects: raised("available"),
    isGift: true,
  },
  "consumption-settled": { debit: ["promised"], credit: ["receivable"], effects: none },
} as const satisfies Record<string, Posting>;

export type TransferKind = keyof typeof POSTINGS;
export const TRANSFER_KINDS = Object.keys(POSTINGS) as TransferKind[];

/** The posting of a kind, with its full type. */
export function postingOf(kind: TransferKind): Posting {
  return POSTINGS[kind];
}

/** The kind of an account, read from its id. */
export function accountKindOf(accountId: string): string {
  return accountId.slice(0, accountId.indexOf("."));
}
