import { ONE } from "./method.ts";

/** n ÷ d for n ≥ 0, d > 0, rounded half up to a whole number. */
export function divideRounded(n: bigint, d: bigint): bigint {
  return (2n * n + d) / (2n * d);
}

/**
 * The square root of a whole number, rounded to the nearest whole number: Newton's steps on integers down to
 * the floor r, then one up if n lies past r² + r (a root never lies exactly half way between).
 */
export function squareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let r = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (r + n / r) >> 1n;
    if (next >= r) break;
    r = next;
  }
  return n - r * r > r ? r + 1n : r;
}

/** part ÷ whole in ten-thousandths, kept within 0 and 1. `whole` is above zero. */
export function shareE4(part: bigint, whole: bigint): number {
  if (part <= 0n) return 0;
  const share = divideRounded(part * BigInt(ONE), whole);
  return share > BigInt(ONE) ? ONE : Number(share);
}
