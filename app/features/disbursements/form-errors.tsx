import { useT } from "#app/lib/i18n-react.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { type FormState, say, sayRefusal } from "./form-state.ts";

/** Each field that is wrong, with a link to it. */
export function FormErrors({ state }: { state: FormState }) {
  const t = useT("disbursements");
  const errors = Object.entries(state.errors).map(([id, key]) => ({ id, message: say(t, key) }));
  return <ErrorSummary errors={errors} />;
}

/** Why the whole was refused, at the top of the page. */
export function RefusalNote({ state }: { state: FormState }) {
  const t = useT("disbursements");
  if (!state.refusal) return null;
  const { elsewhere } = state.refusal;
  return (
    <Flash tone="bad" title={t("refuseTitle")}>
      {sayRefusal(t, state.refusal)}
      {elsewhere ? (
        <>
          {" "}
          <a href={`/workspace/disbursements/${elsewhere.disbursementId}#evidence`}>{elsewhere.purpose}</a>{" "}
          <DateText value={elsewhere.at} />
        </>
      ) : null}
    </Flash>
  );
}
