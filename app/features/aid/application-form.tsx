import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CheckboxField } from "#app/ui/choices.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { AidFormNotes } from "./form-notes.tsx";
import { type AidForm, aidErrorOf } from "./form-state.ts";
import type { ProgrammeView, Town } from "./programme-queries.server.ts";

interface ApplicationFormProps {
  action: string;
  programme: Pick<ProgrammeView, "id" | "householdClasses" | "takesUrgent">;
  towns: readonly Town[];
  state: AidForm;
  /** Filled in by the charity or its station: no helper to name. */
  byClerk?: boolean;
}

/** One application. Plain fields, no script: it works on an old phone and in a small window. */
export function ApplicationForm(props: ApplicationFormProps) {
  const { action, programme, towns, state, byClerk } = props;
  const t = useT("aid");
  const lang = useLang();
  const field = (name: string) => ({
    name,
    defaultValue: state.typed[name],
    error: aidErrorOf(t, state, name),
  });
  const choice = (name: string) => ({ ...field(name), defaultValue: state.typed[name] ?? "" });
  return (
    <form method="post" action={action} noValidate>
      <AidFormNotes state={state} />
      <input type="hidden" name="programmeId" value={programme.id} />
      <TextField label={t("name")} autoComplete="off" required {...field("name")} />
      <TextField
        label={t("idNumber")}
        help={t("idNumberHelp")}
        autoComplete="off"
        inputMode="text"
        maxLength={24}
        required
        {...field("idNumber")}
      />
      <TextField label={t("phone")} type="tel" autoComplete="off" required {...field("phone")} />
      <Select
        label={t("town")}
        {...choice("town")}
        options={[
          { value: "", label: t("choose") },
          ...towns.map((town) => ({ value: town.code, label: inLang(lang, town.name, town.nameEn) })),
        ]}
      />
      <TextField
        label={t("address")}
        help={t("addressHelp")}
        optional
        autoComplete="off"
        {...field("address")}
      />
      <Select
        label={t("householdClass")}
        {...choice("householdClass")}
        options={[
          { value: "", label: t("choose") },
          ...programme.householdClasses.map((name) => ({ value: name, label: name })),
        ]}
      />
      <TextArea label={t("need")} help={t("needHelp")} rows={4} maxLength={800} required {...field("need")} />
      {programme.takesUrgent ? (
        <CheckboxField
          name="urgent"
          label={t("urgentLabel")}
          help={t("urgentHelp")}
          defaultChecked={state.typed.urgent === "yes"}
        />
      ) : null}
      <Fieldset id="account" legend={t("accountLegend")} help={t("accountHelp")}>
        <TextField label={t("bank")} optional autoComplete="off" {...field("bank")} />
        <TextField
          label={t("accountNo")}
          optional
          inputMode="numeric"
          autoComplete="off"
          {...field("accountNo")}
        />
        <TextField
          label={t("accountHolder")}
          help={t("accountHolderHelp")}
          optional
          autoComplete="off"
          {...field("accountHolder")}
        />
      </Fieldset>
      <Fieldset id="guardian" legend={t("guardianLegend")} help={t("guardianHelp")}>
        <TextField label={t("guardianName")} optional autoComplete="off" {...field("guardianName")} />
        <TextField
          label={t("guardianPhone")}
          optional
          type="tel"
          autoComplete="off"
          {...field("guardianPhone")}
        />
      </Fieldset>
      {byClerk ? null : (
        <Fieldset id="helper" legend={t("helperLegend")} help={t("helperHelp")}>
          <TextField label={t("helperName")} optional autoComplete="off" {...field("helperName")} />
          <TextField
            label={t("helperPhone")}
            optional
            type="tel"
            autoComplete="off"
            {...field("helperPhone")}
          />
        </Fieldset>
      )}
      <p className="note">{t("privacyNote")}</p>
      <p className="field">
        <SubmitButton full>{t("submitApplication")}</SubmitButton>
      </p>
    </form>
  );
}
