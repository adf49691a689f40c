import { inLang } from "#app/features/funds/fund-text.ts";
import { bankName, groupedAccount } from "#app/features/payments/bank-names.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CheckboxField, RadioList } from "#app/ui/choices.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { Select } from "#app/ui/select.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { FilingFormData } from "./filing-form.server.ts";
import { errorOf } from "./form-answer.ts";
import { PartnerFields } from "./partner-fields.tsx";
import { METHODS, PLAN_TEXTS, type PlanText } from "./plan.ts";
import { ONLINE_REGION, type PlanErrors, type Typed } from "./schema.ts";

export interface FieldsProps extends Pick<FilingFormData, "choices" | "kind" | "beforeStart" | "earliest"> {
  afterChange: number;
  awayDays: number;
  typed: Typed;
  errors: PlanErrors;
}

/** What a text field of the form is given: its limit is said and not enforced by cutting what was pasted. */
function usePlanText({ typed, errors }: Pick<FieldsProps, "typed" | "errors">) {
  const t = useT("filings");
  return (name: PlanText, help?: string) => {
    const { most, limit } = PLAN_TEXTS[name];
    const counted = t(limit === "form" ? "countedForm" : "counted", { most });
    return {
      name,
      label: t(name),
      help: help === undefined ? counted : `${help} ${counted}`,
      defaultValue: typed[name] ?? "",
      error: errorOf(t, errors, name),
    };
  };
}

/** All fields of the form of 2026, in its order. */
export function FilingFields(props: FieldsProps) {
  const t = useT("filings");
  return (
    <>
      {props.kind === "amendment" ? <ChangeFields {...props} /> : null}
      <h2>{t("part_campaign")}</h2>
      <CampaignFields {...props} />
      <h2>{t("part_when")}</h2>
      <WhenFields {...props} />
      <h2>{t("part_who")}</h2>
      <WhoFields {...props} />
      <h2>{t("part_beneficiaries")}</h2>
      <BeneficiaryFields {...props} />
      <h2>{t("part_money")}</h2>
      <MoneyFields {...props} />
      <h2>{t("part_partners")}</h2>
      <PartnerFields {...props} />
      <h2>{t("part_more")}</h2>
      <MoreFields {...props} />
    </>
  );
}

function ChangeFields({ typed, errors, afterChange }: FieldsProps) {
  const t = useT("filings");
  return (
    <>
      <h2>{t("part_change")}</h2>
      <TextField
        type="date"
        name="changedOn"
        label={t("changedOn")}
        help={t("changedHelp", { days: afterChange })}
        defaultValue={typed.changedOn ?? ""}
        error={errorOf(t, errors, "changedOn")}
      />
      <TextArea
        name="reason"
        label={t("reason")}
        help={t("counted", { most: 500 })}
        rows={3}
        defaultValue={typed.reason ?? ""}
        error={errorOf(t, errors, "reason")}
      />
    </>
  );
}

function CampaignFields(props: FieldsProps) {
  const { choices, typed, errors } = props;
  const t = useT("filings");
  const lang = useLang();
  const text = usePlanText(props);
  return (
    <>
      <TextField {...text("name", t("nameHelp"))} autoComplete="off" />
      <TextArea rows={3} {...text("purpose", t("purposeHelp"))} />
      <TextArea rows={3} {...text("use")} />
      <TextField {...text("supportedProjects")} autoComplete="off" />
      <Fieldset id="funds" legend={t("funds")} help={t("fundsHelp")} error={errorOf(t, errors, "funds")}>
        {choices.funds.length === 0 ? <p className="note">{t("fundsNone")}</p> : null}
        {choices.funds.map(({ id, title, titleEn }) => (
          <CheckboxField
            key={id}
            name={`fund_${id}`}
            label={inLang(lang, title, titleEn)}
            defaultChecked={typed[`fund_${id}`] === "yes"}
          />
        ))}
      </Fieldset>
    </>
  );
}

function WhenFields(props: FieldsProps) {
  const { choices, typed, errors, beforeStart, earliest, awayDays } = props;
  const t = useT("filings");
  const lang = useLang();
  const text = usePlanText(props);
  const local = beforeStart.unconfirmedLocal
    ? ` ${t("ruleLocal", { source: beforeStart.unconfirmedLocal })}`
    : "";
  return (
    <>
      <CheckboxField
        name="isEmergency"
        label={t("isEmergency")}
        help={t("isEmergencyHelp")}
        defaultChecked={typed.isEmergency === "yes"}
      />
      <TextField
        type="date"
        name="startsOn"
        label={t("startsOn")}
        help={`${t("startsHelp", { days: beforeStart.value, earliest })}${local}`}
        defaultValue={typed.startsOn ?? ""}
        error={errorOf(t, errors, "startsOn")}
      />
      <TextField
        type="date"
        name="endsOn"
        label={t("endsOn")}
        help={t("endsHelp")}
        defaultValue={typed.endsOn ?? ""}
        error={errorOf(t, errors, "endsOn")}
      />
      <Select
        name="region"
        label={t("region")}
        defaultValue={typed.region ?? ""}
        error={errorOf(t, errors, "region")}
        options={[
          { value: ONLINE_REGION, label: t("regionOnline") },
          ...choices.divisions.map(({ code, name, nameEn }) => ({
            value: code,
            label: inLang(lang, name, nameEn),
          })),
        ]}
      />
      <Fieldset
        id="methods"
        legend={t("methods")}
        help={t("methodsHelp")}
        error={errorOf(t, errors, "methods")}
      >
        {METHODS.map((method) => (
          <CheckboxField
            key={method}
            name={`method_${method}`}
            label={t(`method_${method}`)}
            defaultChecked={typed[`method_${method}`] === "yes"}
          />
        ))}
      </Fieldset>
      <TextField {...text("methodOther")} optional autoComplete="off" />
      <RadioList
        legend={t("away")}
        help={t("awayHelp", { days: awayDays })}
        name="away"
        value={typed.away ?? null}
        error={errorOf(t, errors, "away")}
        options={[
          { value: "no", label: t("no") },
          { value: "yes", label: t("yes") },
        ]}
      />
      <TextField {...text("awayPlaces")} optional autoComplete="off" />
      <TextField
        type="date"
        name="awayFiledOn"
        label={t("awayFiledOn")}
        optional
        defaultValue={typed.awayFiledOn ?? ""}
        error={errorOf(t, errors, "awayFiledOn")}
      />
    </>
  );
}

function WhoFields(props: FieldsProps) {
  const { choices, typed, errors } = props;
  const t = useT("filings");
  const lang = useLang();
  const text = usePlanText(props);
  return (
    <>
      <TextField {...text("responsibleName")} autoComplete="off" />
      <CheckboxField
        name="isResponsibleFullTime"
        label={t("isResponsibleFullTime")}
        defaultChecked={typed.isResponsibleFullTime === "yes"}
      />
      <TextField {...text("officeAddress")} autoComplete="off" />
      <Select
        name="bankAccountId"
        label={t("bankAccountId")}
        help={choices.accounts.length === 0 ? t("bankAccountNone") : t("bankAccountHelp")}
        blank
        defaultValue={typed.bankAccountId ?? (choices.accounts.length === 1 ? choices.accounts[0]?.id : "")}
        error={errorOf(t, errors, "bankAccountId")}
        options={choices.accounts.map(({ id, bank, accountNo }) => ({
          value: id,
          label: `${bankName(bank, lang)} ${groupedAccount(accountNo)}`,
        }))}
      />
    </>
  );
}

function BeneficiaryFields(props: FieldsProps) {
  const t = useT("filings");
  const text = usePlanText(props);
  return (
    <>
      <TextArea rows={3} {...text("beneficiaryScope", t("beneficiaryScopeHelp"))} />
      <TextField {...text("beneficiaryNumber")} autoComplete="off" />
      <TextArea rows={3} {...text("beneficiaryMethod")} />
    </>
  );
}

function MoneyFields(props: FieldsProps) {
  const { typed, errors } = props;
  const t = useT("filings");
  const text = usePlanText(props);
  return (
    <>
      <MoneyInput
        name="target"
        label={t("target")}
        defaultValue={typed.target ?? ""}
        error={errorOf(t, errors, "target")}
      />
      <TextArea rows={4} {...text("directAid")} />
      <TextArea rows={4} {...text("staffPay")} />
      <TextArea rows={4} {...text("administration")} />
      <TextArea rows={4} {...text("fundraisingCost", t("fundraisingCostHelp"))} />
      <TextArea rows={4} {...text("surplus", t("surplusHelp"))} />
    </>
  );
}

function MoreFields(props: FieldsProps) {
  const { typed, errors } = props;
  const t = useT("filings");
  const text = usePlanText(props);
  return (
    <>
      <TextArea rows={3} {...text("otherNotes")} optional />
      <TextField
        type="date"
        name="filledOn"
        label={t("filledOn")}
        defaultValue={typed.filledOn ?? ""}
        error={errorOf(t, errors, "filledOn")}
      />
    </>
  );
}
