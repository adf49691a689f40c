/**
 * A second, simple model of a fund, written apart from the site's own: it reads the published ledger rows
 * and says what the published figures must be. Amounts in fen.
 */
export interface PublishedTransfer {
  publicIndex: number;
  kind: string;
  debitAccountId: string;
  creditAccountId: string;
  amountFen: number;
  currency: string;
}

export interface FundSums {
  raisedFen: bigint;
  otherInFen: bigint;
  availableFen: bigint;
  heldFen: bigint;
  committedFen: bigint;
  disbursedFen: bigint;
  feesFen: bigint;
  refundedFen: bigint;
  otherOutFen: bigint;
  donationCount: bigint;
}

export const FUND_TERMS = [
  "raisedFen",
  "otherInFen",
  "availableFen",
  "heldFen",
  "committedFen",
  "disbursedFen",
  "feesFen",
  "refundedFen",
  "otherOutFen",
  "donationCount",
] as const satisfies readonly (keyof FundSums)[];

const GIFTS = new Set(["gift-paid", "suspense-to-fund", "consumption-paid", "trust-principal-received"]);
const OTHER_IN = new Set(["cover-promised", "income-received"]);
const FEES = new Set(["provider-fee", "provider-fee-returned"]);
const REFUNDS = new Set(["refund-promised", "refund-failed", "dispute-lost"]);
const DISBURSEMENTS = new Set(["disbursement-paid", "disbursement-returned"]);

export function emptySums(): FundSums {
  const zeros = FUND_TERMS.map((term) => [term, 0n] as const);
  return Object.fromEntries(zeros) as unknown as FundSums;
}

/** What the published figures of a fund are in; goods in kind are booked in a unit of their own and never add to it. */
const MONEY = "CNY";

/** Adds one transfer of money to the sums of the funds it touches. */
export function addTransfer(sums: Map<string, FundSums>, transfer: PublishedTransfer): void {
  if (transfer.currency !== MONEY) return;
  const amountFen = BigInt(transfer.amountFen);
  addLeg(sums, transfer.kind, transfer.debitAccountId, -amountFen);
  addLeg(sums, transfer.kind, transfer.creditAccountId, amountFen);
}

function addLeg(sums: Map<string, FundSums>, kind: string, accountId: string, inFen: bigint): void {
  const [place = "", fundId = ""] = accountId.split(".");
  if (place !== "available" && place !== "held" && place !== "committed") return;
  const fund = sums.get(fundId) ?? emptySums();
  sums.set(fundId, fund);
  fund[`${place}Fen`] += inFen;
  if (kind === "trust-principal-released") return;
  if (GIFTS.has(kind)) {
    fund.raisedFen += inFen;
    fund.donationCount += inFen > 0n ? 1n : -1n;
  } else if (OTHER_IN.has(kind)) fund.otherInFen += inFen;
  else if (FEES.has(kind)) fund.feesFen -= inFen;
  else if (REFUNDS.has(kind))
    fund.refundedFen -= kind === "dispute-lost" || place === "available" ? inFen : 0n;
  else if (DISBURSEMENTS.has(kind)) fund.disbursedFen -= inFen;
  else if (kind === "fund-move") {
    if (inFen > 0n) fund.otherInFen += inFen;
    else fund.otherOutFen -= inFen;
  }
}

/** raised + otherIn = available + held + committed + disbursed + fees + refunded + otherOut; the gap in fen. */
export function equationGapFen(fund: FundSums): bigint {
  return (
    fund.raisedFen +
    fund.otherInFen -
    fund.availableFen -
    fund.heldFen -
    fund.committedFen -
    fund.disbursedFen -
    fund.feesFen -
    fund.refundedFen -
    fund.otherOutFen
  );
}
