import type { Lang } from "#app/lib/i18n.ts";
import { formatFen, formatWan } from "#app/lib/money.ts";

/** `¥1,234.56`; `−¥1,234.56` below zero; `+¥1.00` with `plus`; without the sign of the currency where a table's head says it. */
export function formatYuan(fen: bigint, options: { symbol?: boolean; plus?: boolean } = {}): string {
  const { symbol = true, plus = false } = options;
  const sign = fen < 0n ? "−" : plus && fen > 0n ? "+" : "";
  return `${sign}${symbol ? "¥" : ""}${formatFen(fen < 0n ? -fen : fen)}`;
}

const TEN_THOUSAND_YUAN_FEN = 1_000_000n;
const MILLION_YUAN_FEN = 100_000_000n;

/**
 * An amount as a sentence says it: `1,817.28 万元`, `¥18.17 million`, or to the fen when it is small.
 * Rounded, so the exact figure must stand on the same page.
 */
export function headlineYuan(fen: bigint, lang: Lang): string {
  const size = fen < 0n ? -fen : fen;
  if (lang === "zh") {
    return size < TEN_THOUSAND_YUAN_FEN ? `${formatFen(fen)} 元` : `${formatWan(fen)} 万元`;
  }
  if (size < MILLION_YUAN_FEN) return formatYuan(fen);
  const hundredthsOfMillion = (size + 500_000n) / 1_000_000n;
  return `${fen < 0n ? "−" : ""}¥${formatFen(hundredthsOfMillion)} million`;
}
