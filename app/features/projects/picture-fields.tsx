import { useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { errorOf, type FormState } from "./form-state.ts";
import { PICTURE_CONSENTS } from "./picture-consents.ts";

/** A picture with what it shows and why it may be shown. */
export function PictureFields({ state, optional = false }: { state: FormState; optional?: boolean }) {
  const t = useT("projects");
  const field = (name: string) => ({ name, defaultValue: state.typed[name], error: errorOf(t, state, name) });
  return (
    <>
      <FileField
        label={t("picture")}
        help={t("pictureHelp")}
        name="picture"
        accept="image/jpeg,image/png,image/webp"
        optional={optional}
        error={errorOf(t, state, "picture")}
      />
      <TextField label={t("alt")} help={t("altHelp")} optional={optional} maxLength={120} {...field("alt")} />
      <TextField label={t("altEn")} optional maxLength={240} {...field("altEn")} />
      <RadioList
        legend={t("consent")}
        help={t("consentHelp")}
        name="consent"
        value={state.typed.consent}
        error={errorOf(t, state, "consent")}
        options={PICTURE_CONSENTS.map((value) => ({ value, label: t(`consent_${value}`) }))}
      />
    </>
  );
}
