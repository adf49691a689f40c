import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { translator } from "#app/lib/i18n.ts";
import { readPreferences } from "#app/lib/preferences.ts";
import { importErrorText } from "./import-error-text.ts";
import type { ReconciliationReader } from "./reconciliation-access.server.ts";
import { readStatementUpload } from "./statement-upload.server.ts";

/** What the upload form shows afterwards: counts, or the reasons with their lines. */
export type UploadAnswer =
  | { ok: true; rowCount: number; newRowCount: number; duplicateCount: number; changedCount: number }
  | { ok: false; status: 413 | 422; title: string; field: "source" | "file"; errors: string[] };

/** Takes a file from the workspace's form. */
export async function takeUpload(
  request: Request,
  reader: ReconciliationReader,
  now: Date,
): Promise<UploadAnswer> {
  const t = translator(readPreferences(request).lang)("reconciliation");
  const read = await readStatementUpload(request);
  if (!read.ok) {
    const field = read.reason === "no-source" ? "source" : "file";
    const status = read.reason === "too-large" ? 413 : 422;
    return { ok: false, status, title: t("refused_bad-file"), field, errors: [t(`upload_${read.reason}`)] };
  }
  const outcome = await importStatement({
    ...read.upload,
    organizationId: reader.organization.id,
    userId: reader.userId,
    origin: "upload",
    now,
  });
  if (outcome.ok) {
    const { rowCount, newRowCount, duplicateCount, changedCount } = outcome;
    return { ok: true, rowCount, newRowCount, duplicateCount, changedCount };
  }
  const title = t(`refused_${outcome.reason}`);
  const errors = outcome.errors.map((error) => importErrorText(t, error));
  const status = outcome.reason === "too-large" ? 413 : 422;
  return { ok: false, status, title, field: "file", errors: errors.length > 0 ? errors : [title] };
}
