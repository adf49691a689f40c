import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import type { ListPosition } from "./queries.server.ts";

/** The parts of a list's cursor. */
export const positionKey = (row: ListPosition): [string, string] => [row.proposedAt.toISOString(), row.id];

/** The place a cursor's parts name; null for none, or for one that this program did not write. */
export function positionOf(key: readonly string[] | null): ListPosition | null {
  const proposedAt = instantOf(key?.[0]);
  return key && proposedAt ? { proposedAt, id: key[1] ?? "" } : null;
}

export const positionOfCursor = (cursor: string | null): ListPosition | null =>
  positionOf(decodeCursor(cursor, 2));
export const cursorOf = (row: ListPosition): string => encodeCursor(positionKey(row));
