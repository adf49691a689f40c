import { z } from "zod";
import { decodeCursor, encodeCursor } from "#app/lib/cursor.server.ts";

export const DEFAULT_LIMIT = 20;
export const MAX_LIMIT = 100;

const limitSchema = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .pipe(z.number().int().min(1).max(MAX_LIMIT));

export type PageRefusal = { path: "limit" | "cursor"; reason: "bad-limit" | "bad-cursor" };

/**
 * Reads `?limit=` (1 to 100, 20 when absent) and `?cursor=` of an API list.
 *
 * @param keyLength how many parts the list's sort key has
 */
export function readPage(
  url: URL,
  keyLength: number,
):
  | { ok: true; limit: number; cursor: string | null; after: string[] | null }
  | { ok: false; refusals: PageRefusal[] } {
  const refusals: PageRefusal[] = [];
  const askedLimit = url.searchParams.get("limit");
  const limit = askedLimit === null ? DEFAULT_LIMIT : limitSchema.safeParse(askedLimit).data;
  if (limit === undefined) refusals.push({ path: "limit", reason: "bad-limit" });
  const cursor = url.searchParams.get("cursor");
  const after = decodeCursor(cursor, keyLength);
  if (cursor !== null && after === null) refusals.push({ path: "cursor", reason: "bad-cursor" });
  if (refusals.length > 0 || limit === undefined) return { ok: false, refusals };
  return { ok: true, limit, cursor, after };
}

/**
 * A list as the API gives it. Ask the store for `limit + 1` rows: the extra one only says that there are more.
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  shape: (row: Row) => Item,
  keyOf: (row: Row) => readonly string[],
): { data: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null;
  return { data: shown.map(shape), nextCursor };
}
