import { MAX_STATEMENT_BYTES } from "#app/features/payments/import-statement.server.ts";
import { STATEMENT_SOURCES, type StatementSource } from "#app/features/payments/statements/statement.ts";
import { readBodyBytes } from "#app/lib/json-body.server.ts";

/** The form around the file is small. */
const FORM_BYTES = 64 * 1024;

export interface UploadedStatement {
  /** "auto": the file says what it is. */
  source: StatementSource | "auto";
  account: string | null;
  fileName: string;
  bytes: Uint8Array;
}

export type UploadRefusal = "not-multipart" | "too-large" | "no-source" | "no-file";

/**
 * Reads a multipart upload (`source`, `account`, `file`) into memory, and stops as soon as it grows past the
 * limit, whatever its Content-Length says.
 */
export async function readStatementUpload(
  request: Request,
): Promise<{ ok: true; upload: UploadedStatement } | { ok: false; reason: UploadRefusal }> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) return { ok: false, reason: "not-multipart" };
  const body = await readBodyBytes(request, MAX_STATEMENT_BYTES + FORM_BYTES);
  if (body === null) return { ok: false, reason: "too-large" };
  const form = await parseForm(body, type);
  if (form === null) return { ok: false, reason: "not-multipart" };
  const source = (["auto", ...STATEMENT_SOURCES] as const).find((known) => known === form.get("source"));
  if (source === undefined) return { ok: false, reason: "no-source" };
  const file = form.get("file");
  if (!(file instanceof Blob) || file.size === 0) return { ok: false, reason: "no-file" };
  const account = form.get("account");
  return {
    ok: true,
    upload: {
      source,
      account: typeof account === "string" && account.trim() !== "" ? account.trim() : null,
      fileName: "name" in file && typeof file.name === "string" ? file.name : "statement",
      bytes: new Uint8Array(await file.arrayBuffer()),
    },
  };
}

async function parseForm(body: Uint8Array<ArrayBuffer>, type: string): Promise<FormData | null> {
  try {
    return await new Response(body, { headers: { "content-type": type } }).formData();
  } catch (error) {
    // What the platform throws for a broken multipart body.
    if (error instanceof TypeError) return null;
    throw error;
  }
}
