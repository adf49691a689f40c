import type { ImportError } from "#app/features/payments/import-statement.server.ts";
import type { Translate } from "#app/lib/i18n.ts";

/** "第 7 行：金额不能识别" — the reason in the reader's language; the reader's own detail is English and stays out. */
export function importErrorText(
  t: Translate<"reconciliation">,
  error: Pick<ImportError, "line" | "reason">,
): string {
  const reason = t(`error_${error.reason}`);
  return error.line === null ? reason : t("errorAtLine", { line: error.line, reason });
}
