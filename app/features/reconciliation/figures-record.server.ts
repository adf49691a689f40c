import { canonicalJson, sha256Of } from "#app/lib/canonical-json.ts";
import type { DayFigures } from "./day-figures.ts";

/**
 * The record of a day: canonical JSON, amounts as decimal text. Ids, kinds and codes only: never a name, a
 * counterparty or anything that a person typed.
 */
export function figuresRecord(figures: DayFigures): { text: string; sha256: string } {
  const text = canonicalJson(withAmountsAsText({ version: 1, ...figures }));
  return { text, sha256: sha256Of(text) };
}

function withAmountsAsText(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(withAmountsAsText);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withAmountsAsText(field)]));
  }
  return value;
}

/** A record as it was kept, with its amounts as numbers again. */
export function readFigures(text: string): DayFigures {
  return JSON.parse(text, (key, value) =>
    key.endsWith("Fen") && typeof value === "string" ? BigInt(value) : value,
  ) as DayFigures;
}
