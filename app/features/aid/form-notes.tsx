import { useT } from "#app/lib/i18n-react.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { type AidForm, sayAid, sayAidRefusal } from "./form-state.ts";

/** Why the whole was refused, and each field that is wrong with a link to it. */
export function AidFormNotes({ state }: { state: AidForm }) {
  const t = useT("aid");
  return (
    <>
      {state.refusal ? (
        <Flash tone="bad" title={t("refuseTitle")}>
          {sayAidRefusal(t, state.refusal)}
        </Flash>
      ) : null}
      <ErrorSummary
        errors={Object.entries(state.errors).map(([id, key]) => ({ id, message: sayAid(t, key) }))}
      />
    </>
  );
}
