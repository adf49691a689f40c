/**
 * Money is an integer number of fen in a bigint. Nothing in this file, and nothing near money anywhere,
 * is a floating-point number.
 */

/** The largest single gift that is taken: ten million yuan, in fen. */
export const MAX_GIFT_FEN = 1_000_000_000n;

/** `123456n` → `"1,234.56"`, negative with U+2212. For people. */
export function formatFen(amountFen: bigint): string {
  const digits = fenToYuan(amountFen < 0n ? -amountFen : amountFen);
  const [yuan = "0", fen = "00"] = digits.split(".");
  const grouped = yuan.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${amountFen < 0n ? "−" : ""}${grouped}.${fen}`;
}

/** `10050n` → `"100.50"`: exactly two decimals and no grouping, as Alipay and CSV files want it. */
export function fenToYuan(amountFen: bigint): string {
  const negative = amountFen < 0n;
  const digits = (negative ? -amountFen : amountFen).toString().padStart(3, "0");
  return `${negative ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `1817284635n` → `"1,817.28"`: ten-thousands of yuan for sentences, rounded half up to two decimals. */
export function formatWan(amountFen: bigint): string {
  const negative = amountFen < 0n;
  const hundredths = ((negative ? -amountFen : amountFen) + 5_000n) / 10_000n;
  return formatFen(negative ? -hundredths : hundredths);
}

export type YuanRefusal = "empty" | "not-a-number" | "too-many-decimals" | "not-positive" | "too-large";

/**
 * Reads an amount that a person typed, in yuan. Full-width digits, ¥, 元 and grouping commas are
 * understood, because Chinese keyboards type them; three decimals are refused rather than rounded.
 */
export function parseTypedYuan(
  typed: string,
  limits: { minFen: bigint; maxFen: bigint } = { minFen: 1n, maxFen: MAX_GIFT_FEN },
): { ok: true; amountFen: bigint } | { ok: false; reason: YuanRefusal } {
  const text = typed
    .normalize("NFKC")
    .replace(/[\s¥￥元]/g, "")
    .replace(/。/g, ".");
  if (text === "") return { ok: false, reason: "empty" };
  if (!/^[-−+]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?$/.test(text)) return { ok: false, reason: "not-a-number" };
  if (/^[-−]/.test(text)) return { ok: false, reason: "not-positive" };
  const [yuan = "0", decimals = ""] = text.replace(/[,+]/g, "").split(".");
  if (decimals.length > 2) return { ok: false, reason: "too-many-decimals" };
  if (yuan.length > 15) return { ok: false, reason: "too-large" };
  const amountFen = BigInt(yuan) * 100n + BigInt(decimals.padEnd(2, "0"));
  if (amountFen < limits.minFen) return { ok: false, reason: "not-positive" };
  if (amountFen > limits.maxFen) return { ok: false, reason: "too-large" };
  return { ok: true, amountFen };
}

/**
 * Reads an amount from a file or message, in yuan: at most two decimals, optional sign and grouping
 * commas. Returns null for anything else; never rounds.
 */
export function parseFen(text: string): bigint | null {
  const trimmed = text.trim();
  const match = /^([-+]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(trimmed);
  if (!match) return null;
  const [, sign, yuan = "0", decimals = ""] = match;
  const amountFen = BigInt(yuan.replaceAll(",", "")) * 100n + BigInt(decimals.padEnd(2, "0"));
  return sign === "-" ? -amountFen : amountFen;
}

/** An amount as JSON carries it: a safe integer, checked. */
export function fenToJson(amountFen: bigint): number {
  const value = Number(amountFen);
  if (!Number.isSafeInteger(value)) throw new Error("amount beyond what JSON carries exactly");
  return value;
}
