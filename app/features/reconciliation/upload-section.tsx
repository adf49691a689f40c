import { STATEMENT_SOURCES } from "#app/features/payments/statements/statement.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type { UploadAnswer } from "./take-upload.server.ts";

const ACCEPT =
  ".zip,.csv,.txt,.xml,.sta,.mt940,.940,.ndjson,application/zip,text/csv,text/plain,application/xml,text/xml";

interface UploadSectionProps {
  answer: UploadAnswer | undefined;
  query: string;
  /** Last four digits of the organization's bank accounts, beside the whole numbers. */
  accounts?: readonly { value: string; tail: string }[] | undefined;
}

/** Hands a statement in; says what was taken, or which lines are wrong. Works without a script. */
export function UploadSection({ answer, query, accounts = [] }: UploadSectionProps) {
  const t = useT("reconciliation");
  const ts = useT("statements");
  const errors = answer?.ok === false ? answer.errors : [];
  return (
    <form method="post" action={`/workspace/reconciliation${query}`} encType="multipart/form-data">
      {answer?.ok === false ? (
        <ErrorSummary
          title={answer.title}
          errors={errors.map((message) => ({ id: answer.field, message }))}
        />
      ) : null}
      {answer?.ok ? <Taken answer={answer} /> : null}
      <p className="help">{t("uploadHelp")}</p>
      <Select
        name="source"
        label={t("uploadSource")}
        options={[
          { value: "auto", label: ts("auto") },
          ...STATEMENT_SOURCES.map((source) => ({ value: source, label: t(`source_${source}`) })),
        ]}
      />
      {accounts.length > 1 ? (
        <Select
          name="account"
          label={ts("accountOptional")}
          optional
          blank={ts("accountAuto")}
          options={accounts.map(({ value, tail }) => ({ value, label: ts("accountTail", { tail }) }))}
        />
      ) : null}
      <FileField name="file" label={t("uploadFile")} help={t("uploadFileHelp")} accept={ACCEPT} required />
      <SubmitButton full pendingLabel={t("uploadPending")}>
        {t("uploadSubmit")}
      </SubmitButton>
    </form>
  );
}

function Taken({ answer }: { answer: Extract<UploadAnswer, { ok: true }> }) {
  const t = useT("reconciliation");
  const ts = useT("statements");
  const { source, accountTail: tail, rowCount, newRowCount, duplicateCount, changedCount } = answer;
  return (
    <Flash
      tone={changedCount > 0 ? "warn" : "done"}
      title={t("uploadDone", { rows: rowCount, count: newRowCount, duplicates: duplicateCount })}
    >
      <p>{ts("recognised", { source: t(`source_${source}`), tail })}</p>
      {changedCount > 0 ? <p>{t("uploadChanged", { count: changedCount })}</p> : null}
    </Flash>
  );
}
