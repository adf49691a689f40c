import { useT } from "#app/lib/i18n-react.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { AidFormNotes } from "./form-notes.tsx";
import { type AidForm, aidErrorOf } from "./form-state.ts";

/** Where an applicant asks how it stands, with what was noted down on paper. */
export function LookUpPage({ state }: { state: AidForm }) {
  const t = useT("aid");
  const field = (name: string) => ({
    name,
    defaultValue: state.typed[name],
    error: aidErrorOf(t, state, name),
  });
  return (
    <div className="wrap form-page">
      <h1>{t("lookUpTitle")}</h1>
      <p className="lead">{t("lookUpLead")}</p>
      <form method="post" action="/aid" noValidate>
        <AidFormNotes state={state} />
        <TextField
          label={t("reference")}
          autoComplete="off"
          autoCapitalize="characters"
          {...field("reference")}
        />
        <TextField label={t("secret")} autoComplete="off" {...field("token")} />
        <p className="field">
          <SubmitButton full>{t("lookUpButton")}</SubmitButton>
        </p>
      </form>
    </div>
  );
}
