import { checkUscc, normalUscc } from "#app/features/organizations/uscc.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { CheckboxField, RadioList } from "#app/ui/choices.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { FieldsProps } from "./filing-form.tsx";
import { errorOf } from "./form-answer.ts";
import {
  AGREEMENT_POINTS,
  ASSESSMENT_HEADS,
  MOST_PARTNERS,
  PARTNER_PAPERS,
  PARTNER_TEXTS,
  PARTNER_TYPES,
} from "./plan.ts";

type PartnerProps = Pick<FieldsProps, "typed" | "errors"> & { number: number };

/** Whether there are partners, and a block for each of the few there may be; an empty one counts for nothing. */
export function PartnerFields({ typed, errors }: Pick<FieldsProps, "typed" | "errors">) {
  const t = useT("filings");
  return (
    <>
      <RadioList
        legend={t("cooperative")}
        help={t("cooperativeHelp")}
        name="cooperative"
        value={typed.cooperative ?? null}
        error={errorOf(t, errors, "cooperative")}
        options={[
          { value: "no", label: t("no") },
          { value: "yes", label: t("yes") },
        ]}
      />
      {Array.from({ length: MOST_PARTNERS }, (_, at) => at + 1).map((number) => {
        const prefix = `partner${number}_`;
        const isUsed =
          (typed[`${prefix}name`] ?? "") !== "" ||
          Object.keys(errors).some((name) => name.startsWith(prefix));
        return (
          <details key={number} open={isUsed}>
            <summary>{t("partner", { number })}</summary>
            <OnePartner typed={typed} errors={errors} number={number} />
          </details>
        );
      })}
    </>
  );
}

function OnePartner({ typed, errors, number }: PartnerProps) {
  const t = useT("filings");
  const prefix = `partner${number}_`;
  const field = (name: string) => ({
    name: `${prefix}${name}`,
    defaultValue: typed[`${prefix}${name}`] ?? "",
    error: errorOf(t, errors, `${prefix}${name}`),
  });
  const tick = (name: string) => ({
    name: `${prefix}${name}`,
    defaultChecked: typed[`${prefix}${name}`] === "yes",
  });
  const uscc = normalUscc(typed[`${prefix}uscc`] ?? "");
  const isDoubtful = uscc !== "" && checkUscc(uscc) === "wrong-check";
  return (
    <>
      <RadioList
        legend={t("partnerType")}
        name={`${prefix}type`}
        value={typed[`${prefix}type`] ?? null}
        error={errorOf(t, errors, `${prefix}type`)}
        options={PARTNER_TYPES.map((type) => ({ value: type, label: t(`type_${type}`) }))}
      />
      <TextField
        label={t("partnerName")}
        help={t("counted", { most: PARTNER_TEXTS.name })}
        autoComplete="off"
        {...field("name")}
      />
      <TextField
        label={t("partnerUscc")}
        help={isDoubtful ? `${t("partnerUsccHelp")} ${t("partnerUsccWarn")}` : t("partnerUsccHelp")}
        autoComplete="off"
        optional
        {...field("uscc")}
      />
      <p>{t("assessment")}</p>
      {ASSESSMENT_HEADS.map((head) => (
        <TextArea
          key={head}
          rows={2}
          label={t(`head_${head}`)}
          help={t("counted", { most: PARTNER_TEXTS[head] })}
          {...field(head)}
        />
      ))}
      <TextField type="date" label={t("agreedOn")} {...field("agreedOn")} />
      <Fieldset id={`${prefix}covers`} legend={t("covers")} error={errorOf(t, errors, `${prefix}covers`)}>
        {AGREEMENT_POINTS.map((point) => (
          <CheckboxField key={point} label={t(`covers_${point}`)} {...tick(`covers_${point}`)} />
        ))}
      </Fieldset>
      <CheckboxField
        label={t("moneyThroughCharity")}
        error={errorOf(t, errors, `${prefix}moneyThroughCharity`)}
        {...tick("moneyThroughCharity")}
      />
      <Fieldset id={`${prefix}papers`} legend={t("papers")} error={errorOf(t, errors, `${prefix}papers`)}>
        {PARTNER_PAPERS.map((paper) => (
          <CheckboxField key={paper} label={t(`paper_${paper}`)} {...tick(`paper_${paper}`)} />
        ))}
      </Fieldset>
    </>
  );
}
