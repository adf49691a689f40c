import type { z } from "zod";
import { apiLang, inputProblem, problem, zodErrorsIn } from "#app/lib/problem.server.ts";

export const MAX_JSON_BYTES = 1_048_576;

export type JsonBody<Value> = { ok: true; value: Value; text: string } | { ok: false; response: Response };

/**
 * Reads and checks the JSON body of an API request. `text` is the body as sent, for withIdempotency. The
 * refusals: 415 when it is not JSON, 413 when it is too large, 400 when it does not parse, 422 with one entry
 * per wrong field.
 */
export async function readJsonBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  maxBytes = MAX_JSON_BYTES,
): Promise<JsonBody<z.output<Schema>>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return { ok: false, response: problem(request, "unsupported-media-type") };
  const text = await readText(request, maxBytes);
  if (text === null) return { ok: false, response: problem(request, "too-large") };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, response: problem(request, "malformed-json") };
  }
  const result = schema.safeParse(parsed, { error: zodErrorsIn(apiLang(request)) });
  if (!result.success) return { ok: false, response: inputProblem(request, result.error) };
  return { ok: true, value: result.data, text };
}

/** The body as text, or null as soon as it grows past the limit (a Content-Length may be absent or wrong). */
async function readText(request: Request, maxBytes: number): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? "0") > maxBytes) return null;
  if (request.body === null) return "";
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
  return Buffer.concat(chunks).toString("utf8");
}
