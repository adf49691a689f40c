import { parseFen } from "#app/lib/money.ts";

/** Longer than any amount that the ledger's columns hold. */
const MOST_CHARACTERS = 22;

/** Yuan as a file prints them ("1,234.56", "-0.60", "100.5") to fen; null for anything else, also if blank. */
export function readAmount(text: string): bigint | null {
  return text.length > MOST_CHARACTERS ? null : parseFen(text);
}

/** As `readAmount`, but what a statement leaves out ("", "-", "--") is zero. */
export function readAmountOrBlank(text: string): bigint | null {
  if (text === "" || text === "0.00" || text === "-" || text === "--") return 0n;
  return readAmount(text);
}

export function absFen(amountFen: bigint): bigint {
  return amountFen < 0n ? -amountFen : amountFen;
}
