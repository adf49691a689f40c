import { useT } from "#app/lib/i18n-react.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { type AgreementFormState, fieldError } from "./form-state.ts";

/** What was done, why it was refused, and each field that is wrong. */
export function AgreementNotes({ state, isDone }: { state: AgreementFormState; isDone: boolean }) {
  const t = useT("agreements");
  const errors = Object.keys(state.errors).map((id) => ({ id, message: fieldError(t, state, id) ?? "" }));
  return (
    <>
      {isDone ? <Flash tone="done" title={t("doneFlash")} /> : null}
      {state.refusal ? (
        <Flash tone="bad" title={t("refuseTitle")}>
          {t(`refuse_${state.refusal}` as "refuse_changed-meanwhile")}
        </Flash>
      ) : null}
      <ErrorSummary errors={errors} />
    </>
  );
}
