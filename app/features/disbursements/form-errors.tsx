import { useT } from "#app/lib/i18n-react.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { type FormState, say, sayRefusal } from "./form-state.ts";

/** What is wrong with a form: each field with a link, or why the whole was refused. */
export function FormErrors({ state }: { state: FormState }) {
  const t = useT("disbursements");
  if (state.refusal) {
    return (
      <Flash tone="bad" title={t("refuseTitle")}>
        {sayRefusal(t, state.refusal)}
      </Flash>
    );
  }
  const errors = Object.entries(state.errors).map(([id, key]) => ({ id, message: say(t, key) }));
  return <ErrorSummary errors={errors} />;
}
