/** A place in a list, as an opaque text for addresses: the sort key of the last row shown. */
export function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key), "utf8").toString("base64url");
}

/** The sort key inside a cursor; null for anything that this program did not write. */
export function decodeCursor(cursor: string | null | undefined, length: number): string[] | null {
  if (!cursor || cursor.length > 500) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const isKey =
      Array.isArray(key) && key.length === length && key.every((part) => typeof part === "string");
    return isKey ? key : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** An instant out of a cursor; null if it is none. */
export function instantOf(text: string | undefined): Date | null {
  const instant = new Date(text ?? "");
  return Number.isNaN(instant.getTime()) ? null : instant;
}
