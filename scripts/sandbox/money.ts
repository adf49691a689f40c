/** Amounts are integer fen in bigint; they become text or JSON numbers only at the edges. */

/** 10050n → "100.50"; negative amounts keep their sign. */
export function yuan(amountFen: bigint): string {
  const sign = amountFen < 0n ? "-" : "";
  const absolute = amountFen < 0n ? -amountFen : amountFen;
  return `${sign}${absolute / 100n}.${String(absolute % 100n).padStart(2, "0")}`;
}

/** "100.50" → 10050n; null unless the text has the exact form of a positive Alipay amount. */
export function parseYuan(text: unknown): bigint | null {
  if (typeof text !== "string" || !/^(0|[1-9]\d{0,8})\.\d{2}$/.test(text)) return null;
  const amountFen = BigInt(text.replace(".", ""));
  return amountFen > 0n ? amountFen : null;
}

/** amount × numerator / denominator, rounded half away from zero. */
export function share(amountFen: bigint, numerator: bigint, denominator: bigint): bigint {
  if (amountFen < 0n) return -share(-amountFen, numerator, denominator);
  return (amountFen * numerator * 2n + denominator) / (denominator * 2n);
}

/** A JSON number or decimal string of whole fen → bigint; null for anything else. */
export function fenOf(value: unknown): bigint | null {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === "string" && /^-?\d{1,18}$/.test(value)) return BigInt(value);
  return null;
}

export function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amountFen of amounts) total += amountFen;
  return total;
}

/** JSON for the wire: bigint amounts leave as integers. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item) => (typeof item === "bigint" ? Number(item) : item));
}
