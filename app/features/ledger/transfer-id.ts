import { createHash } from "node:crypto";

/**
 * The id of a transfer that a provider's fact causes, derived from what names the fact: provider,
 * account, object and leg. Several notifications, the sweep and the statement row of one fact all come
 * to the same id, so it is posted once.
 */
export function transferIdOf(...nameParts: readonly string[]): string {
  const hex = createHash("sha256").update(nameParts.join("\u001f")).digest("hex");
  // The layout of a name-based UUID (version 8: own hash).
  const variant = ((Number.parseInt(hex[16] ?? "0", 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The same id computed by PostgreSQL from a list of text expressions, for postings that stay in the database. */
export function transferIdSql(...nameParts: readonly string[]): string {
  const hex = `encode(sha256(convert_to(concat_ws(E'\\x1f', ${nameParts.join(", ")}), 'UTF8')), 'hex')`;
  const variant = `translate(substr(h, 17, 1), '0123456789abcdef', '89ab89ab89ab89ab')`;
  return `(select (substr(h, 1, 12) || '8' || substr(h, 14, 3) || ${variant} || substr(h, 18, 15))::uuid
           from (select ${hex} as h) as named)`;
}
