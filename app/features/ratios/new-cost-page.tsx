import { useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { COST_METHODS, COST_PURPOSES, COST_TYPE_CODES, costTypeOf } from "./cost-types.ts";
import { fieldsOf, say } from "./cost-words.ts";
import type { loadNewCost, RegisterAnswer } from "./register-pages.server.ts";

type NewCostProps = Awaited<ReturnType<typeof loadNewCost>> & { answer: RegisterAnswer | undefined };

const ACCEPT = ".pdf,.png,.jpg,.jpeg,.webp,.csv,.xlsx";
const ORDER = ["type", "amount", "incurredOn", "method", ...COST_PURPOSES, "note", "file", "attempt"];

/** Enters one cost with its voucher; a shared one is divided by people, hours, area or uses. */
export function NewCostPage({ attempt, today, answer }: NewCostProps) {
  const t = useT("costs");
  const { field, error, summary } = fieldsOf(t, answer);
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: "/workspace/ratios/costs", label: t("list") }, { label: t("toNew") }]} />
      <h1>{t("newTitle")}</h1>
      <p className="lead">{t("newLead")}</p>
      {answer?.refusal ? <Flash tone="bad" title={say(t, answer.refusal)} /> : null}
      <form method="post" encType="multipart/form-data" noValidate>
        <ErrorSummary errors={summary(ORDER)} />
        <input type="hidden" id="attempt" name="attempt" value={answer?.typed.attempt ?? attempt} />
        <Select
          label={t("typeField")}
          help={t("typeHelp")}
          blank
          options={COST_TYPE_CODES.map((code) => ({
            value: code,
            label: `${t(`type_${code}`)}（${costTypeOf(code)
              .may.map((purpose) => t(`short_${purpose}`))
              .join("、")}）`,
          }))}
          {...field("type")}
        />
        <MoneyInput label={t("amountField")} {...field("amount")} />
        <TextField type="date" label={t("dayField")} max={today} {...field("incurredOn")} />
        <RadioList
          legend={t("methodField")}
          help={t("methodHelp")}
          name="method"
          value={answer?.typed.method ?? "direct"}
          error={error("method")}
          options={COST_METHODS.map((method) => ({
            value: method,
            label: t(`method_${method}`),
            help: t(`methodHelp_${method}`),
          }))}
        />
        <Fieldset legend={t("sharesField")} help={t("sharesHelp")} id="shares">
          {COST_PURPOSES.map((purpose) => (
            <TextField
              key={purpose}
              label={t(`purpose_${purpose}`)}
              inputMode="numeric"
              optional
              {...field(purpose)}
            />
          ))}
        </Fieldset>
        <TextField label={t("noteField")} help={t("noteHelp")} maxLength={200} {...field("note")} />
        <FileField
          label={t("fileField")}
          help={t("fileHelp")}
          name="file"
          accept={ACCEPT}
          error={error("file")}
        />
        <p className="field">
          <SubmitButton full>{t("enter")}</SubmitButton>
        </p>
      </form>
    </div>
  );
}
