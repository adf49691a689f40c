import { findColumnMapping } from "#app/features/payments/column-mappings.server.ts";
import type { ColumnMapping } from "#app/features/payments/statements/column-mapping.ts";
import { type Detection, detectStatement } from "#app/features/payments/statements/detect-statement.ts";
import type { StatementSource } from "#app/features/payments/statements/statement.ts";
import type { UploadedStatement } from "./statement-upload.server.ts";

export type ReaderChoice =
  | { ok: true; source: StatementSource; mapping: ColumnMapping | null; detected: Detection }
  /** "unmapped": a bank's list whose columns nobody has named yet. */
  | { ok: false; reason: "unknown" | "unmapped"; detected: Detection };

/** Which reader takes an upload: the one that was chosen, else the one that its beginning asks for. */
export async function chooseReader(organizationId: string, upload: UploadedStatement): Promise<ReaderChoice> {
  const detected = detectStatement(upload.bytes);
  const source = upload.source === "auto" ? detected.source : upload.source;
  if (source === null) return { ok: false, reason: "unknown", detected };
  if (source !== "bank-generic") return { ok: true, source, mapping: null, detected };
  if (detected.list === null) return { ok: false, reason: "unknown", detected };
  const mapping = await findColumnMapping(organizationId, detected.list.signature);
  return mapping === null
    ? { ok: false, reason: "unmapped", detected }
    : { ok: true, source, mapping, detected };
}
