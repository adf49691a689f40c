const LONGEST = 500;

/**
 * What went wrong in one line that may be stored and shown to an operator: addresses, phone and card
 * numbers, tokens and connection passwords are taken out, because providers and mail servers quote them.
 */
export function errorText(error: unknown): string {
  const raw = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const causes =
    error instanceof AggregateError ? error.errors.map((inner) => errorText(inner)).join("; ") : "";
  const line = `${raw}${causes ? ` (${causes})` : ""}`.replace(/\s+/g, " ").trim();
  return line
    .replace(/\/\/[^/\s@]+@/g, "//")
    .replace(/[^\s<>"',;:()]+@[^\s<>"',;:()]+/g, "[address]")
    .replace(/\b[A-Za-z0-9_-]{32,}\b/g, "[token]")
    .replace(/\+?\d[\d -]{5,}\d/g, "[number]")
    .slice(0, LONGEST);
}
