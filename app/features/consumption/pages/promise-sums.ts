import { E4 } from "../rules/compute-gift.ts";

/** What an enterprise promised and did, of one agreement or summed over several. Exact in fen. */
export interface PromiseSums {
  orderCount: bigint;
  /** By the rules, of all orders less returns, in ten-thousandths of a fen. */
  accruedE4: bigint;
  /** Of them what no posting has taken up: goods may still come back, and caps have not cut. */
  waitingE4: bigint;
  /** Confirmed: in the books as promised to the charity. */
  promisedFen: bigint;
  /** On statements so far. */
  statedFen: bigint;
  /** On statements and not paid; overdue is the part whose last day to pay is over. */
  dueFen: bigint;
  paidFen: bigint;
  overdueFen: bigint;
}

export const NO_SUMS: PromiseSums = {
  orderCount: 0n,
  accruedE4: 0n,
  waitingE4: 0n,
  promisedFen: 0n,
  statedFen: 0n,
  dueFen: 0n,
  paidFen: 0n,
  overdueFen: 0n,
};

export function sumPromises(all: readonly PromiseSums[]): PromiseSums {
  return all.reduce(
    (sum, one) => ({
      orderCount: sum.orderCount + one.orderCount,
      accruedE4: sum.accruedE4 + one.accruedE4,
      waitingE4: sum.waitingE4 + one.waitingE4,
      promisedFen: sum.promisedFen + one.promisedFen,
      statedFen: sum.statedFen + one.statedFen,
      dueFen: sum.dueFen + one.dueFen,
      paidFen: sum.paidFen + one.paidFen,
      overdueFen: sum.overdueFen + one.overdueFen,
    }),
    NO_SUMS,
  );
}

/** In whole fen, half up: a hundredth of a fen is first a fen when a day is posted. */
export function fenOfE4(giftE4: bigint): bigint {
  return giftE4 <= 0n ? 0n : (giftE4 + E4 / 2n) / E4;
}

/** What no posting has taken up. */
export function waitingFen({ waitingE4 }: Pick<PromiseSums, "waitingE4">): bigint {
  return fenOfE4(waitingE4);
}

/** All that the orders gave so far, as a sum that the parts of the bar make up: promised, and what waits. */
export function accruedFen(sums: PromiseSums): bigint {
  return sums.promisedFen + waitingFen(sums);
}

/** What of a cap over the whole time of an agreement is left, waiting gifts counted; null without one. */
export function leftOfCapFen(capFen: bigint | null, sums: PromiseSums): bigint | null {
  if (capFen === null) return null;
  const left = capFen - accruedFen(sums);
  return left < 0n ? 0n : left;
}
