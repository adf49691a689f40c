import { useT } from "#app/lib/i18n-react.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type { UploadAnswer } from "./take-upload.server.ts";

const SOURCES = ["alipay-signcustomer", "alipay-trade", "bank-ccb", "stripe"] as const;
const ACCEPT = ".zip,.csv,.txt,.ndjson,application/zip,text/csv";

/** Hands a statement in; says what was taken, or which lines are wrong. Works without a script. */
export function UploadSection({ answer, query }: { answer: UploadAnswer | undefined; query: string }) {
  const t = useT("reconciliation");
  const errors = answer?.ok === false ? answer.errors : [];
  return (
    <form method="post" action={`/workspace/reconciliation${query}`} encType="multipart/form-data">
      {answer?.ok === false ? (
        <ErrorSummary
          title={answer.title}
          errors={errors.map((message) => ({ id: answer.field, message }))}
        />
      ) : null}
      {answer?.ok ? (
        <Flash
          tone={answer.changedCount > 0 ? "warn" : "done"}
          title={t("uploadDone", {
            rows: answer.rowCount,
            count: answer.newRowCount,
            duplicates: answer.duplicateCount,
          })}
        >
          {answer.changedCount > 0 ? t("uploadChanged", { count: answer.changedCount }) : undefined}
        </Flash>
      ) : null}
      <p className="help">{t("uploadHelp")}</p>
      <Select
        name="source"
        label={t("uploadSource")}
        options={SOURCES.map((source) => ({ value: source, label: t(`source_${source}`) }))}
      />
      <FileField name="file" label={t("uploadFile")} help={t("uploadFileHelp")} accept={ACCEPT} required />
      <SubmitButton full pendingLabel={t("uploadPending")}>
        {t("uploadSubmit")}
      </SubmitButton>
    </form>
  );
}
