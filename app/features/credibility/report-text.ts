/** Points and shares for people. They are read from integers and never computed with. */

/** 948_000 → "94.80" */
export function pointsText(scoreE4: number): string {
  return (Math.round(scoreE4 / 100) / 100).toFixed(2);
}

/** 9_533 → "0.9533" */
export function valueText(valueE4: number): string {
  return (valueE4 / 10_000).toFixed(4);
}

/** 7_949 → "79.49%", 9_600 → "96%" */
export function shareText(valueE4: number): string {
  return `${Number((valueE4 / 100).toFixed(2))}%`;
}

/** 33_000 → "+3.30", −5_000 → "−0.50" with U+2212. */
export function deltaText(deltaE4: number): string {
  const sign = deltaE4 > 0 ? "+" : deltaE4 < 0 ? "−" : "";
  return `${sign}${pointsText(Math.abs(deltaE4))}`;
}

/** "4f1c…90ae" */
export function digestText(sha256: string): string {
  return `${sha256.slice(0, 4)}…${sha256.slice(-4)}`;
}
