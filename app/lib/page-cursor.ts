import { z } from "zod";

/** Opaque to readers: whatever the next page needs, so that a list can change its order without a new API. */
export function encodeCursor(position: unknown): string {
  const text = JSON.stringify(position, (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  return toBase64Url(text);
}

/** The position inside a cursor, or null when it was not made by encodeCursor for this list. */
export function decodeCursor<Schema extends z.ZodType>(
  cursor: string,
  schema: Schema,
): z.output<Schema> | null {
  if (cursor.length > 500 || !/^[A-Za-z0-9_-]+$/.test(cursor)) return null;
  try {
    const result = schema.safeParse(JSON.parse(fromBase64Url(cursor)));
    return result.success ? result.data : null;
  } catch {
    return null; // cut short or invented by hand: the caller answers 422
  }
}

export const DEFAULT_LIMIT = 20;
export const MAX_LIMIT = 100;

const limitSchema = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .pipe(z.number().int().min(1).max(MAX_LIMIT));

export type PageRefusal = { path: "limit" | "cursor"; reason: "bad-limit" | "bad-cursor" };

/** Reads `?limit=` (1 to 100, 20 when absent) and `?cursor=` of a list. */
export function readPage<Schema extends z.ZodType>(
  url: URL,
  cursorSchema: Schema,
): { ok: true; limit: number; after: z.output<Schema> | null } | { ok: false; refusals: PageRefusal[] } {
  const refusals: PageRefusal[] = [];
  const askedLimit = url.searchParams.get("limit");
  const limit = askedLimit === null ? DEFAULT_LIMIT : limitSchema.safeParse(askedLimit).data;
  if (limit === undefined) refusals.push({ path: "limit", reason: "bad-limit" });
  const cursor = url.searchParams.get("cursor");
  const after = cursor === null ? null : decodeCursor(cursor, cursorSchema);
  if (cursor !== null && after === null) refusals.push({ path: "cursor", reason: "bad-cursor" });
  if (refusals.length > 0 || limit === undefined) return { ok: false, refusals };
  return { ok: true, limit, after };
}

/**
 * A list as the API gives it: ask the store for `limit + 1` rows; the extra one only says that there are more.
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  shape: (row: Row) => Item,
  positionOf: (row: Row) => unknown,
): { data: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null;
  return { data: shown.map(shape), nextCursor };
}

function toBase64Url(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder("utf-8", { fatal: true }).decode(
    Uint8Array.from(binary, (char) => char.charCodeAt(0)),
  );
}
