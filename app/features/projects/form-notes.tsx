import { useT } from "#app/lib/i18n-react.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { type FormState, say } from "./form-state.ts";

/** Above a form: each field that is wrong with a link to it, or why the whole was refused, or that it is done. */
export function FormNotes({ state, isDone = false }: { state: FormState; isDone?: boolean }) {
  const t = useT("projects");
  const errors = Object.entries(state.errors).map(([id, key]) => ({ id, message: say(t, key) }));
  return (
    <>
      <ErrorSummary errors={errors} />
      {state.refusal ? (
        <Flash tone="bad" title={t("refuseTitle")}>
          {say(t, `refuse_${state.refusal.reason}`, state.refusal.fen)}
        </Flash>
      ) : null}
      {isDone && errors.length === 0 && !state.refusal ? <Flash tone="done" title={t("done")} /> : null}
    </>
  );
}
