import { useT } from "#app/lib/i18n-react.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { type FormState, say } from "./form-state.ts";

/** What was done, why it was refused, and each field that is wrong. */
export function FormNotes({ state, isDone }: { state: FormState; isDone: boolean }) {
  const t = useT("moneyBack");
  const errors = Object.entries(state.errors).map(([id, key]) => ({ id, message: say(t, key) }));
  return (
    <>
      {isDone ? <Flash tone="done" title={t("doneFlash")} /> : null}
      {state.refusal ? (
        <Flash tone="bad" title={t("refuseTitle")}>
          {say(t, `refuse_${state.refusal.reason}`, state.refusal.fen)}
        </Flash>
      ) : null}
      <ErrorSummary errors={errors} />
    </>
  );
}
