/**
 * A JSON answer. A bigint (fen, counts) is written as an integer; one beyond what JSON carries exactly is a
 * bug and throws. Dates are RFC 3339 in UTC.
 */
export function jsonAnswer(value: unknown, init: { status?: number; headers?: HeadersInit } = {}): Response {
  const headers = new Headers(init.headers);
  if (!headers.has("Content-Type")) headers.set("Content-Type", "application/json; charset=utf-8");
  return new Response(jsonText(value), { status: init.status ?? 200, headers });
}

/** `{ amountFen: 1n }` → `{"amountFen":1}`. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== "bigint") return inner;
    const number = Number(inner);
    if (!Number.isSafeInteger(number)) throw new Error("an integer beyond what JSON carries exactly");
    return number;
  });
}
