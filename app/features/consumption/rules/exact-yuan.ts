/** Ten-thousandths of a fen in a yuan. */
const E4_IN_YUAN = 1_000_000n;

/**
 * One order's gift as people read it, in yuan and exact: `"0.52"`, `"0.0052"`, `"0.000001"`; at least two decimals,
 * as many as there are, negative with U+2212.
 */
export function exactYuan(giftE4: bigint): string {
  const size = giftE4 < 0n ? -giftE4 : giftE4;
  const decimals = (size % E4_IN_YUAN)
    .toString()
    .padStart(6, "0")
    .replace(/0{1,4}$/, "");
  const yuan = (size / E4_IN_YUAN).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${giftE4 < 0n ? "−" : ""}${yuan}.${decimals}`;
}
