import { redirect } from "@remix-run/node";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { keepStatementDraft } from "#app/features/payments/statement-drafts.server.ts";
import type { StatementSource } from "#app/features/payments/statements/statement.ts";
import { db } from "#app/lib/db.server.ts";
import { translator } from "#app/lib/i18n.ts";
import { readPreferences } from "#app/lib/preferences.ts";
import { chooseReader } from "./choose-reader.server.ts";
import { importErrorText } from "./import-error-text.ts";
import { mappingHref } from "./map-statement.server.ts";
import type { ReconciliationReader } from "./reconciliation-access.server.ts";
import { readStatementUpload, type UploadedStatement } from "./statement-upload.server.ts";

/** What the upload form shows afterwards: counts, or the reasons with their lines. */
export type UploadAnswer =
  | {
      ok: true;
      source: StatementSource;
      accountTail: string;
      rowCount: number;
      newRowCount: number;
      duplicateCount: number;
      changedCount: number;
    }
  | { ok: false; status: 413 | 422; title: string; field: "source" | "file"; errors: string[] };

/**
 * Takes a file from the workspace's form. A bank's list whose columns nobody has named yet is kept, and the
 * redirect to the page that asks about them is thrown.
 */
export async function takeUpload(
  request: Request,
  reader: ReconciliationReader,
  now: Date,
): Promise<UploadAnswer> {
  const translate = translator(readPreferences(request).lang);
  const t = translate("reconciliation");
  const read = await readStatementUpload(request);
  if (!read.ok) {
    const field = read.reason === "no-source" ? "source" : "file";
    const status = read.reason === "too-large" ? 413 : 422;
    return { ok: false, status, title: t("refused_bad-file"), field, errors: [t(`upload_${read.reason}`)] };
  }
  const { upload } = read;
  const chosen = await chooseReader(reader.organization.id, upload);
  if (!chosen.ok && chosen.reason === "unmapped") throw await askForColumns(reader, upload, now);
  if (!chosen.ok) {
    const errors = [translate("statements")("unknownFile")];
    return { ok: false, status: 422, title: t("refused_bad-file"), field: "file", errors };
  }
  const { source, mapping, detected } = chosen;
  const { id: organizationId } = reader.organization;
  const { userId } = reader;
  const outcome = await importStatement({
    ...upload,
    source,
    mapping,
    organizationId,
    userId,
    origin: "upload",
    now,
  });
  if (outcome.ok) {
    const { rowCount, newRowCount, duplicateCount, changedCount, account } = outcome;
    return {
      ok: true,
      source,
      accountTail: account.slice(-4),
      rowCount,
      newRowCount,
      duplicateCount,
      changedCount,
    };
  }
  // A remembered way of reading that does not fit any more is asked about again.
  if (mapping !== null && outcome.reason === "bad-file") throw await askForColumns(reader, upload, now);
  const title = t(`refused_${outcome.reason}`);
  const errors = outcome.errors.map((error) => importErrorText(t, error));
  if (detected.source !== null && detected.source !== source) {
    errors.push(translate("statements")("looksLike", { source: t(`source_${detected.source}`) }));
  }
  const status = outcome.reason === "too-large" ? 413 : 422;
  return { ok: false, status, title, field: "file", errors: errors.length > 0 ? errors : [title] };
}

async function askForColumns(
  reader: ReconciliationReader,
  upload: UploadedStatement,
  now: Date,
): Promise<Response> {
  const { fileName, account, bytes } = upload;
  const { userId, organization } = reader;
  const draft = await keepStatementDraft({
    organizationId: organization.id,
    userId,
    fileName,
    account,
    bytes,
    now,
  });
  return redirect(mappingHref(draft, reader.query), 303);
}

/** What a file taken on the page of its columns has brought, for the page that follows. */
export async function takenAnswer(
  organizationId: string,
  statementId: string | null,
): Promise<UploadAnswer | null> {
  if (statementId === null) return null;
  const [found] = await db.rows<{
    source: StatementSource;
    account: string;
    rowCount: number;
    newRowCount: number;
  }>(
    `select source, account, row_count as "rowCount", new_row_count as "newRowCount" from statement
     where organization_id = $1 and id::text = $2`,
    [organizationId, statementId],
  );
  if (!found) return null;
  const { source, account, rowCount, newRowCount } = found;
  const duplicateCount = rowCount - newRowCount;
  return {
    ok: true,
    source,
    accountTail: account.slice(-4),
    rowCount,
    newRowCount,
    duplicateCount,
    changedCount: 0,
  };
}
