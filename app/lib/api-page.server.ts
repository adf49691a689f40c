import { z } from "zod";
import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";

export const DEFAULT_LIMIT = 20;
export const MAX_LIMIT = 100;

const limitSchema = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .pipe(z.number().int().min(1).max(MAX_LIMIT));

/** What a part of a list's sort key may be; anything else would reach the database as a broken value. */
const KEY_PARTS = {
  rank: (part: string) => /^[0-3]$/.test(part),
  number: (part: string) => /^\d{1,15}$/.test(part),
  uuid: (part: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part),
  id: (part: string) => part !== "" && !part.includes("\0"),
  instant: (part: string) => instantOf(part)?.toISOString() === part,
  day: (part: string) => instantOf(`${part}T00:00:00.000Z`)?.toISOString().slice(0, 10) === part,
} as const;
export type KeyPart = keyof typeof KEY_PARTS;

export type PageRefusal = { path: "limit" | "cursor"; reason: "bad-limit" | "bad-cursor" };

/**
 * Reads `?limit=` (1 to 100, 20 when absent) and `?cursor=` of an API list. A cursor that the list did not
 * write is refused rather than read as the beginning: a program that pages would start anew for ever.
 *
 * @param key the parts of the list's sort key
 */
export function readPage(
  url: URL,
  key: readonly KeyPart[],
):
  | { ok: true; limit: number; cursor: string | null; after: string[] | null }
  | { ok: false; refusals: PageRefusal[] } {
  const refusals: PageRefusal[] = [];
  const askedLimit = url.searchParams.get("limit");
  const limit = askedLimit === null ? DEFAULT_LIMIT : limitSchema.safeParse(askedLimit).data;
  if (limit === undefined) refusals.push({ path: "limit", reason: "bad-limit" });
  const cursor = url.searchParams.get("cursor");
  const written = decodeCursor(cursor, key.length);
  const after = written?.every((part, at) => KEY_PARTS[key[at] ?? "id"](part)) ? written : null;
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
