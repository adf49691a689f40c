import { FUND_ACCOUNT_KINDS, type FundAccountKind } from "./accounts.ts";
import { type FundFlowTerm, POSTINGS, postingOf, type TransferKind } from "./postings.ts";

/** The terms of a fund in fen; raised + otherIn = available + held + committed + disbursed + fees + refunded + otherOut. */
export interface FundTerms extends Record<FundFlowTerm, bigint>, Record<FundAccountKind, bigint> {
  donationCount: bigint;
}

export interface FundLegSum {
  account: FundAccountKind;
  kind: string;
  debitFen: bigint;
  creditFen: bigint;
  debitCount: bigint;
  creditCount: bigint;
}

export function emptyFundTerms(): FundTerms {
  return {
    raised: 0n,
    otherIn: 0n,
    disbursed: 0n,
    fees: 0n,
    refunded: 0n,
    otherOut: 0n,
    available: 0n,
    held: 0n,
    committed: 0n,
    donationCount: 0n,
  };
}

/** Reads the terms of one fund off the sums of its three accounts. */
export function fundTermsOf(sums: readonly FundLegSum[]): FundTerms {
  const terms = emptyFundTerms();
  for (const sum of sums) {
    terms[sum.account] += sum.creditFen - sum.debitFen;
    if (!(sum.kind in POSTINGS)) continue;
    const posting = postingOf(sum.kind as TransferKind);
    if (posting.isGift) terms.donationCount += sum.creditCount - sum.debitCount;
    for (const effect of posting.effects) {
      if (effect.account === sum.account) terms[effect.term] += effectFen(effect.counts, sum);
    }
  }
  return terms;
}

function effectFen(counts: "in" | "out" | "debits" | "credits", sum: FundLegSum): bigint {
  if (counts === "in") return sum.creditFen - sum.debitFen;
  if (counts === "out") return sum.debitFen - sum.creditFen;
  return counts === "debits" ? sum.debitFen : sum.creditFen;
}

/** Zero when the fund equation holds, else by how many fen it does not. */
export function fundEquationGapFen(terms: FundTerms): bigint {
  const inflow = terms.raised + terms.otherIn;
  const places = FUND_ACCOUNT_KINDS.reduce((sum, kind) => sum + terms[kind], 0n);
  return inflow - places - terms.disbursed - terms.fees - terms.refunded - terms.otherOut;
}
