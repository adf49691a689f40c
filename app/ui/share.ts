/** Geometry for drawings of amounts: the only place where an amount becomes a float, and never to be shown. */

/** How much of `whole` `part` is, 0 to 100, to a hundredth; 0 when there is no whole. */
export function percentOf(part: bigint, whole: bigint): number {
  if (whole <= 0n || part <= 0n) return 0;
  const basisPoints = (part * 10_000n) / whole;
  return Number(basisPoints > 10_000n ? 10_000n : basisPoints) / 100;
}

/** `61.66` → `"61.66%"`. */
export function percent(value: number): string {
  return `${value.toFixed(2)}%`;
}

/** The largest of some amounts, at least `least`. */
export function mostOf(values: Iterable<bigint>, least: bigint): bigint {
  let most = least;
  for (const value of values) {
    if (value > most) most = value;
  }
  return most;
}
