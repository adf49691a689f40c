import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { EstimateAnswer } from "./statement-page.server.ts";

const FIELDS = ["payer", "year", "base", "carry1", "carry2", "carry3"] as const;

/** What of a year's gifts may be deducted from tax: an estimate with its rule; what is typed is stored nowhere. */
export function DeductionSection({ year, answer }: { year: number; answer: EstimateAnswer | null }) {
  const t = useT("statement");
  const typed = answer?.typed ?? {};
  const errorOf = (name: string) => {
    const key = answer?.errors[name];
    return key === undefined ? undefined : t(key as "errAmount");
  };
  return (
    <Section title={t("deductTitle")} intro={t("deductIntro")} id="deduct">
      {answer?.estimate ? <Estimate estimate={answer.estimate} /> : null}
      <form method="post" action="/account/statement#deduct" noValidate className="form-page">
        <ErrorSummary
          errors={FIELDS.flatMap((id) => {
            const message = errorOf(id);
            return message ? [{ id, message }] : [];
          })}
        />
        <RadioList
          legend={t("payer")}
          name="payer"
          value={typed.payer ?? null}
          error={errorOf("payer")}
          options={[
            { value: "person", label: t("payer_person"), help: t("payerHelp_person") },
            { value: "enterprise", label: t("payer_enterprise"), help: t("payerHelp_enterprise") },
          ]}
        />
        <TextField
          label={t("year")}
          name="year"
          inputMode="numeric"
          defaultValue={typed.year ?? String(year)}
          error={errorOf("year")}
        />
        <MoneyInput
          label={t("base")}
          name="base"
          help={t("baseHelp")}
          defaultValue={typed.base}
          error={errorOf("base")}
          autoComplete="off"
        />
        <Fieldset legend={t("carry")} help={t("carryHelp")} id="carry">
          {([1, 2, 3] as const).map((ago) => (
            <MoneyInput
              key={ago}
              label={t("carryAgo", { count: ago })}
              name={`carry${ago}`}
              defaultValue={typed[`carry${ago}`]}
              error={errorOf(`carry${ago}`)}
              autoComplete="off"
            />
          ))}
        </Fieldset>
        <p className="field">
          <SubmitButton quiet>{t("estimate")}</SubmitButton>
        </p>
        <p className="note">{t("storesNothing")}</p>
      </form>
    </Section>
  );
}

function Estimate({ estimate }: { estimate: NonNullable<EstimateAnswer["estimate"]> }) {
  const t = useT("statement");
  const lang = useLang();
  const { rule, year, giftsFen, withReceiptFen, deduction } = estimate;
  return (
    <div className="sheet" role="status">
      <h3>{t("estimateTitle", { year, amount: formatYuan(deduction.deductedFen) })}</h3>
      <Pairs
        items={[
          { term: t("eligible"), value: formatYuan(giftsFen) },
          { term: t("eligibleWithReceipt"), value: formatYuan(withReceiptFen) },
          { term: t("limit", { percent: Number(rule.percent) }), value: formatYuan(deduction.limitFen) },
          ...deduction.carried.map(({ year: from, leftFen, untilYear }) => ({
            term: t("carriedOn", { year: from, until: untilYear }),
            value: formatYuan(leftFen),
          })),
          ...(deduction.lostFen > 0n ? [{ term: t("lost"), value: formatYuan(deduction.lostFen) }] : []),
          { term: t("deducted"), value: formatYuan(deduction.deductedFen), total: true },
        ]}
      />
      <p className="note">{t("rule", { source: inLang(lang, rule.source, rule.sourceEn) })}</p>
    </div>
  );
}
