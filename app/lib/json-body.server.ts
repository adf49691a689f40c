import type { z } from "zod";
import type { Namespace } from "#app/lib/i18n.ts";
import { apiLang, inputProblem, nulProblem, problem, zodErrorsIn } from "#app/lib/problem.server.ts";

export const MAX_JSON_BYTES = 1_048_576;

export type JsonBody<Value> = { ok: true; value: Value; text: string } | { ok: false; response: Response };

/**
 * Reads and checks the JSON body of an API request. `text` is the body as sent, for withIdempotency. The
 * refusals: 415 when it is not JSON, 413 when it is too large, 400 when it does not parse, 422 with one entry
 * per wrong field.
 *
 * @param messages the dictionary that the schema's own messages are keys of
 */
export async function readJsonBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  maxBytes = MAX_JSON_BYTES,
  messages?: Namespace,
): Promise<JsonBody<z.output<Schema>>> {
  const read = await readRawJson(request, maxBytes);
  if (!read.ok) return read;
  const { value: parsed, text } = read;
  const nulPath = pathOfNul(parsed);
  if (nulPath !== null) return { ok: false, response: nulProblem(request, nulPath) };
  const result = schema.safeParse(parsed, { error: zodErrorsIn(apiLang(request)) });
  if (!result.success) return { ok: false, response: inputProblem(request, result.error, messages) };
  return { ok: true, value: result.data, text };
}

/**
 * A JSON body whose parts the caller checks by itself, for instance row by row. It may hold a NUL, which no column
 * takes. The refusals: 415, 413, 400.
 */
export async function readRawJson(request: Request, maxBytes = MAX_JSON_BYTES): Promise<JsonBody<unknown>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return { ok: false, response: problem(request, "unsupported-media-type") };
  const text = await readTextBody(request, maxBytes);
  if (text === null) return { ok: false, response: problem(request, "too-large") };
  try {
    return { ok: true, value: JSON.parse(text), text };
  } catch {
    return { ok: false, response: problem(request, "malformed-json") };
  }
}

/** The body as text, or null as soon as it grows past the limit. */
export async function readTextBody(request: Request, maxBytes = MAX_JSON_BYTES): Promise<string | null> {
  const bytes = await readBodyBytes(request, maxBytes);
  return bytes === null ? null : bytes.toString("utf8");
}

/** The body as bytes, or null as soon as it grows past the limit (a Content-Length may be absent or wrong). */
export async function readBodyBytes(request: Request, maxBytes: number): Promise<Buffer<ArrayBuffer> | null> {
  if (Number(request.headers.get("content-length") ?? "0") > maxBytes) return null;
  if (request.body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

/** Where a text with a NUL stands, which no column can hold: `"donor.name"`, "" for the whole; null if nowhere. */
function pathOfNul(value: unknown, path: readonly string[] = []): string | null {
  if (typeof value === "string") return value.includes("\0") ? path.join(".") : null;
  if (value === null || typeof value !== "object") return null;
  for (const [name, inner] of Object.entries(value)) {
    const found = pathOfNul(inner, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}
