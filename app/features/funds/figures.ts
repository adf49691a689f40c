import type { FundTerms } from "#app/features/ledger/fund-terms.ts";

/**
 * What is published of a fund, in fen, all at one moment. To the fen:
 * raised + otherIn = available + held + committed + disbursed + fees + refunded + otherOut.
 */
export interface FundFigures {
  raisedFen: bigint;
  otherInFen: bigint;
  availableFen: bigint;
  /** The part of available that is confirmed and not yet matched to a statement; it may not be spent. */
  unsettledFen: bigint;
  heldFen: bigint;
  committedFen: bigint;
  disbursedFen: bigint;
  /** The part of disbursed that beneficiary batches confirm. */
  deliveredFen: bigint;
  feesFen: bigint;
  refundedFen: bigint;
  otherOutFen: bigint;
  donationCount: bigint;
  beneficiaryCount: bigint;
  asOf: Date;
}

type FenTerm = Exclude<keyof FundFigures, "asOf">;

const EVERY_TERM: readonly FenTerm[] = [
  "raisedFen",
  "otherInFen",
  "availableFen",
  "unsettledFen",
  "heldFen",
  "committedFen",
  "disbursedFen",
  "deliveredFen",
  "feesFen",
  "refundedFen",
  "otherOutFen",
  "donationCount",
  "beneficiaryCount",
];

export function emptyFigures(asOf: Date): FundFigures {
  return figuresOf(
    {
      raised: 0n,
      otherIn: 0n,
      available: 0n,
      held: 0n,
      committed: 0n,
      disbursed: 0n,
      fees: 0n,
      refunded: 0n,
      otherOut: 0n,
      donationCount: 0n,
    },
    { unsettledFen: 0n, deliveredFen: 0n, beneficiaryCount: 0n, asOf },
  );
}

/** The ledger's terms and what other rows say, under the names of the public contract. */
export function figuresOf(
  terms: FundTerms,
  rest: Pick<FundFigures, "unsettledFen" | "deliveredFen" | "beneficiaryCount" | "asOf">,
): FundFigures {
  return {
    raisedFen: terms.raised,
    otherInFen: terms.otherIn,
    availableFen: terms.available,
    heldFen: terms.held,
    committedFen: terms.committed,
    disbursedFen: terms.disbursed,
    feesFen: terms.fees,
    refundedFen: terms.refunded,
    otherOutFen: terms.otherOut,
    donationCount: terms.donationCount,
    unsettledFen: rest.unsettledFen,
    deliveredFen: rest.deliveredFen,
    beneficiaryCount: rest.beneficiaryCount,
    asOf: rest.asOf,
  };
}

/** Several funds as one. Exact, because every term is a sum of rows. */
export function sumFigures(all: readonly FundFigures[], asOf: Date): FundFigures {
  const total = emptyFigures(asOf);
  for (const figures of all) for (const term of EVERY_TERM) total[term] += figures[term];
  return total;
}

/** All that ever came in. */
export const inflowFen = (figures: FundFigures): bigint => figures.raisedFen + figures.otherInFen;

/** What left without reaching the purpose: fees, refunds, moves to another fund. */
export const costsFen = (figures: FundFigures): bigint =>
  figures.feesFen + figures.refundedFen + figures.otherOutFen;

/** Zero while the equation holds. */
export const equationGapFen = (figures: FundFigures): bigint =>
  inflowFen(figures) -
  costsFen(figures) -
  figures.availableFen -
  figures.heldFen -
  figures.committedFen -
  figures.disbursedFen;
