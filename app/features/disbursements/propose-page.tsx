import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { BudgetLineState, SpendingFund } from "./budget-queries.server.ts";
import { FormErrors, RefusalNote } from "./form-errors.tsx";
import { errorOf, type FormState } from "./form-state.ts";

export interface ProposePageProps {
  funds: SpendingFund[];
  fund: SpendingFund | null;
  lines: BudgetLineState[];
  spendableFen: bigint;
  attempt: string;
}

/** First out of which fund, then what for: one thing per page. */
export function ProposePage({ state, ...props }: ProposePageProps & { state: FormState }) {
  const t = useT("disbursements");
  return (
    <div className="wrap form-page">
      <h1>{t("proposeTitle")}</h1>
      <p className="lead">{t("proposeLead")}</p>
      {props.fund ? (
        <ProposalForm {...props} fund={props.fund} state={state} />
      ) : (
        <FundChoice funds={props.funds} />
      )}
    </div>
  );
}

function FundChoice({ funds }: { funds: readonly SpendingFund[] }) {
  const t = useT("disbursements");
  const lang = useLang();
  if (funds.length === 0) return <EmptyState title={t("noFunds")}>{t("noFundsText")}</EmptyState>;
  return (
    <form method="get" action="/workspace/disbursements/new">
      <RadioList
        legend={t("chooseFund")}
        name="fund"
        inputProps={{ required: true }}
        options={funds.map((fund) => ({ value: fund.id, label: inLang(lang, fund.title, fund.titleEn) }))}
      />
      <p className="field">
        <SubmitButton full>{t("chooseFundButton")}</SubmitButton>
      </p>
    </form>
  );
}

function ProposalForm({
  fund,
  lines,
  spendableFen,
  attempt,
  state,
}: Omit<ProposePageProps, "fund"> & { fund: SpendingFund; state: FormState }) {
  const t = useT("disbursements");
  const lang = useLang();
  const field = (name: string) => ({ name, defaultValue: state.typed[name], error: errorOf(t, state, name) });
  if (lines.length === 0) return <EmptyState title={t("noLines")} />;
  return (
    <>
      <RefusalNote state={state} />
      <FormErrors state={state} />
      <form method="post" action={`/workspace/disbursements/new?fund=${fund.id}`}>
        <input type="hidden" name="attempt" value={state.typed.attempt ?? attempt} />
        <p>
          <b>{inLang(lang, fund.title, fund.titleEn)}</b>
          <br />
          <span className="help">{t("spendableNow", { amount: formatYuan(spendableFen) })}</span>
        </p>
        <RadioList
          legend={t("lineLegend")}
          help={t("lineHelp")}
          name="purposeCode"
          value={state.typed.purposeCode}
          error={errorOf(t, state, "purposeCode")}
          options={lines.map((line) => {
            const leftFen = line.plannedFen - line.takenFen;
            const planned = formatYuan(line.plannedFen);
            return {
              value: line.purposeCode,
              label: inLang(lang, line.name, line.nameEn),
              help:
                leftFen >= 0n
                  ? t("lineLeft", { planned, left: formatYuan(leftFen) })
                  : t("lineOver", { planned, over: formatYuan(-leftFen) }),
            };
          })}
        />
        <MoneyInput label={t("amountField")} {...field("amount")} />
        <TextField label={t("purposeField")} help={t("purposeHelp")} maxLength={200} {...field("purpose")} />
        <TextField label={t("purposeEnField")} optional maxLength={200} {...field("purposeEn")} />
        <TextField
          label={t("payeeField")}
          help={t("payeeHelp")}
          autoComplete="off"
          maxLength={200}
          {...field("payee")}
        />
        <TextArea
          label={t("payeesField")}
          help={t("payeesHelp")}
          optional
          rows={4}
          name="payees"
          defaultValue={state.typed.payees}
          error={errorOf(t, state, "payees")}
        />
        <TextField label={t("peopleField")} inputMode="numeric" {...field("people")} />
        <TextField
          label={t("personTimesField")}
          help={t("personTimesHelp")}
          inputMode="numeric"
          {...field("personTimes")}
        />
        <p className="field">
          <SubmitButton full>{t("submitProposal")}</SubmitButton>
        </p>
      </form>
    </>
  );
}
