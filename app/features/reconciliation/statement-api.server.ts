import { apiKeyWithRole } from "#app/features/identity/api-key.server.ts";
import { type ImportError, importStatement } from "#app/features/payments/import-statement.server.ts";
import { translator } from "#app/lib/i18n.ts";
import { withIdempotency } from "#app/lib/idempotency.server.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { apiLang, problem, refusalProblem } from "#app/lib/problem.server.ts";
import { chooseReader } from "./choose-reader.server.ts";
import { importErrorText } from "./import-error-text.ts";
import { readStatementUpload } from "./statement-upload.server.ts";

const ROLES = ["charity-clerk", "charity-approver"] as const;

/** POST /api/v1/statements: multipart `source`, `account`, `file` → 202 `{ id, rows, duplicates }`. */
export async function takeStatement(request: Request, now: Date): Promise<Response> {
  const acting = await apiKeyWithRole(request, ROLES);
  if (!acting.ok) return acting.response;
  const read = await readStatementUpload(request);
  const t = translator(apiLang(request))("reconciliation");
  if (!read.ok) {
    if (read.reason === "too-large") return problem(request, "too-large");
    if (read.reason === "not-multipart") return problem(request, "unsupported-media-type");
    const path = read.reason === "no-source" ? "source" : "file";
    return problem(request, "invalid-input", { errors: [{ path, message: t(`upload_${read.reason}`) }] });
  }
  const { upload } = read;
  const { organizationId, userId, id: keyId } = acting.key;
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(upload.bytes));
  const fileSha256 = Buffer.from(digest).toString("hex");
  // The multipart boundary differs at every try; what is said inside decides whether it is the same call.
  const said = JSON.stringify([upload.source, upload.account, fileSha256]);
  return withIdempotency(request, `POST /statements ${keyId}`, said, now, async () => {
    const chosen = await chooseReader(organizationId, upload);
    if (!chosen.ok) {
      const message = t(chosen.reason === "unmapped" ? "error_unknown-columns" : "error_wrong-source");
      const title = t("refused_bad-file");
      return refusalProblem(request, "bad-file", { title, errors: [{ path: "file", message }] });
    }
    const { source, mapping } = chosen;
    const outcome = await importStatement({
      ...upload,
      source,
      mapping,
      organizationId,
      userId,
      origin: "api",
      now,
    });
    if (outcome.ok) {
      const { statementId: id, rowCount: rows, duplicateCount: duplicates } = outcome;
      return jsonAnswer({ id, rows, duplicates }, { status: 202, headers: { "Cache-Control": "no-store" } });
    }
    if (outcome.reason === "too-large") return problem(request, "too-large");
    return refusalProblem(request, outcome.reason, {
      title: t(`refused_${outcome.reason}`),
      errors: outcome.errors.map((error: ImportError) => ({
        path: error.line === null ? "file" : `file:${error.line}`,
        message: importErrorText(t, error),
      })),
    });
  });
}
