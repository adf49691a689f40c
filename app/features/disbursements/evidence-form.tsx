import { useT } from "#app/lib/i18n-react.tsx";
import { CheckboxField } from "#app/ui/choices.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { EVIDENCE_ACCEPT, EVIDENCE_KINDS } from "./evidence-kinds.ts";
import { errorOf, type FormState } from "./form-state.ts";

/** The fields about files: which, what they are, who may see them. */
export function EvidenceFields({ state }: { state: FormState }) {
  const t = useT("disbursements");
  return (
    <>
      <FileField
        label={t("filesField")}
        help={t("filesHelp")}
        name="files"
        accept={EVIDENCE_ACCEPT}
        multiple
        error={errorOf(t, state, "files")}
      />
      <Select
        label={t("kindField")}
        name="kind"
        defaultValue={state.typed.kind ?? "invoice"}
        error={errorOf(t, state, "kind")}
        options={EVIDENCE_KINDS.map((kind) => ({ value: kind, label: t(`kind_${kind}`) }))}
      />
      <CheckboxField
        name="isPublic"
        label={t("publicField")}
        help={t("publicHelp")}
        defaultChecked={state.typed.isPublic === "yes"}
      />
      {state.refusal?.reason === "file-elsewhere" || state.typed.repeatReason ? (
        <TextField
          label={t("fileRepeatReason")}
          help={t("fileRepeatHelp")}
          name="repeatReason"
          maxLength={300}
          defaultValue={state.typed.repeatReason}
          error={errorOf(t, state, "repeatReason")}
        />
      ) : null}
    </>
  );
}

/** Attaches files to a payment. */
export function EvidenceForm({
  view,
  state,
  quiet,
}: {
  view: { id: string };
  state: FormState;
  quiet?: boolean;
}) {
  const t = useT("disbursements");
  return (
    <form method="post" encType="multipart/form-data" action={`/workspace/disbursements/${view.id}`}>
      <input type="hidden" name="intent" value="evidence" />
      <EvidenceFields state={state} />
      <p className="field">
        <SubmitButton full={!quiet} quiet={quiet}>
          {t("submitEvidence")}
        </SubmitButton>
      </p>
    </form>
  );
}
