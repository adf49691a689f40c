import { parseFen } from "#app/lib/money.ts";

/** Longer than any amount that the ledger's columns hold. */
const MOST_CHARACTERS = 22;
const PLAIN = /^\d+\.\d\d$/;

/** Yuan as a file prints them ("1,234.56", "-0.60", "100.5") to fen; null for anything else, also if blank. */
export function readAmount(text: string): bigint | null {
  if (text.length > MOST_CHARACTERS) return null;
  // Most amounts of a large file are "123.45": the digits without the point are the fen.
  if (PLAIN.test(text)) return BigInt(text.slice(0, -3) + text.slice(-2));
  return parseFen(text);
}

/** As `readAmount`, but what a statement leaves out ("", "-", "--") is zero. */
export function readAmountOrBlank(text: string): bigint | null {
  if (text === "" || text === "0.00" || text === "-" || text === "--") return 0n;
  return readAmount(text);
}

export function absFen(amountFen: bigint): bigint {
  return amountFen < 0n ? -amountFen : amountFen;
}
