import { bankName } from "#app/features/payments/bank-names.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { hasField, type OfferField, type OfferKind, TIER_ROWS } from "./terms-kinds.ts";
import { errorIn, maskedNumber, type TermsFormState } from "./terms-state.ts";

/** An open account of the charity. */
export interface AccountChoice {
  id: string;
  bank: string;
  accountNo: string;
}

export interface TermsFieldsProps {
  kind: OfferKind;
  accounts: readonly AccountChoice[];
  state: TermsFormState;
}

/** The part of a form that says what is promised: only the fields of its kind, so that it works without scripts. */
export function TermsFields(props: TermsFieldsProps) {
  const t = useT("consumptionAgreements");
  return (
    <>
      <Section title={t("partRule")}>
        <RuleFields {...props} />
        <LimitFields {...props} />
      </Section>
      <Section title={t("partPeriod")}>
        <PeriodFields {...props} />
      </Section>
      <Section title={t("partSettlement")}>
        <SettlementFields {...props} />
      </Section>
    </>
  );
}

/** What a control needs to show what was typed and what is wrong with it. */
function useField({ state }: TermsFieldsProps) {
  const t = useT("consumptionAgreements");
  return (name: string) => ({
    name,
    defaultValue: state.typed[name] ?? "",
    error: errorIn(t, state, name),
  });
}

function RuleFields(props: TermsFieldsProps) {
  const t = useT("consumptionAgreements");
  const field = useField(props);
  const has = (name: OfferField) => hasField(props.kind, name);
  return (
    <>
      {has("amount") ? (
        <MoneyInput
          label={t(props.kind === "fixed-per-item" ? "amountItem" : "amountOrder")}
          {...field("amount")}
        />
      ) : null}
      {has("skus") ? (
        <TextArea label={t("skus")} help={t("skusHelp")} optional rows={3} {...field("skus")} />
      ) : null}
      {has("rate") ? (
        <TextField label={t("rate")} help={t("rateHelp")} inputMode="decimal" {...field("rate")} />
      ) : null}
      {has("matchRate") ? (
        <TextField
          label={t("matchRate")}
          help={t("matchRateHelp")}
          inputMode="decimal"
          {...field("matchRate")}
        />
      ) : null}
      {has("unit") ? <MoneyInput label={t("unit")} help={t("unitHelp")} {...field("unit")} /> : null}
      {has("options") ? (
        <TextField label={t("options")} help={t("optionsHelp")} inputMode="decimal" {...field("options")} />
      ) : null}
      {has("tiers") ? <TierFields {...props} /> : null}
      {has("base") ? (
        <RadioList
          legend={t("base")}
          name="base"
          value={props.state.typed.base ?? "net-of-discount"}
          options={[
            { value: "net-of-discount", label: t("baseNet") },
            { value: "gross", label: t("baseGross") },
          ]}
        />
      ) : null}
    </>
  );
}

function TierFields(props: TermsFieldsProps) {
  const t = useT("consumptionAgreements");
  const field = useField(props);
  return (
    <Fieldset id="tiers" legend={t("tiers")} help={t("tiersHelp")} error={errorIn(t, props.state, "tiers")}>
      {TIER_ROWS.map((row) => (
        <div key={row} className="two">
          <MoneyInput label={t("tierFrom", { row })} optional={row > 1} {...field(`from${row}`)} />
          <TextField
            label={t("tierRate", { row })}
            inputMode="decimal"
            optional={row > 1}
            {...field(`rate${row}`)}
          />
        </div>
      ))}
    </Fieldset>
  );
}

function LimitFields(props: TermsFieldsProps) {
  const t = useT("consumptionAgreements");
  const field = useField(props);
  const caps = (["perOrderCap", "dayCap", "campaignCap"] as const).filter((name) =>
    hasField(props.kind, name),
  );
  return (
    <>
      {caps.map((name) => (
        <MoneyInput key={name} label={t(name)} help={t(`${name}Help`)} optional {...field(name)} />
      ))}
      {hasField(props.kind, "guarantee") ? (
        <>
          <MoneyInput label={t("guarantee")} help={t("guaranteeHelp")} optional {...field("guarantee")} />
          <RadioList
            legend={t("guaranteePer")}
            name="guaranteePer"
            value={props.state.typed.guaranteePer ?? "month"}
            options={[
              { value: "month", label: t("perMonth") },
              { value: "agreement", label: t("perAgreement") },
            ]}
          />
        </>
      ) : null}
    </>
  );
}

function PeriodFields(props: TermsFieldsProps) {
  const t = useT("consumptionAgreements");
  const field = useField(props);
  return (
    <>
      <TextField type="date" label={t("effectiveOn")} help={t("effectiveOnHelp")} {...field("effectiveOn")} />
      <TextField type="date" label={t("endsOn")} {...field("endsOn")} />
      <TextField label={t("goods")} help={t("goodsHelp")} maxLength={200} {...field("goods")} />
      <TextField label={t("goodsEn")} optional maxLength={200} {...field("goodsEn")} />
      <TextField
        label={t("declaredMonthlyOrders")}
        help={t("declaredHelp")}
        inputMode="numeric"
        {...field("declaredMonthlyOrders")}
      />
      <MoneyInput label={t("declaredMonthlySales")} {...field("declaredMonthlySales")} />
    </>
  );
}

function SettlementFields(props: TermsFieldsProps) {
  const t = useT("consumptionAgreements");
  const lang = useLang();
  const field = useField(props);
  return (
    <>
      <Select
        label={t("account")}
        help={t("accountHelp")}
        blank
        options={props.accounts.map(({ id, bank, accountNo }) => ({
          value: id,
          label: `${bankName(bank, lang)} ${maskedNumber(accountNo)}`,
        }))}
        {...field("bankAccountId")}
      />
      <TextField
        label={t("returnDays")}
        help={t("returnDaysHelp")}
        inputMode="numeric"
        {...field("returnDays")}
      />
      <TextField
        label={t("confirmWithinDays")}
        help={t("confirmWithinDaysHelp")}
        inputMode="numeric"
        {...field("confirmWithinDays")}
      />
      <TextField label={t("payWithinDays")} inputMode="numeric" {...field("payWithinDays")} />
    </>
  );
}
