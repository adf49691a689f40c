import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { GoodsAnswer, loadNewGoods } from "./goods-pages.server.ts";
import { VALUATIONS } from "./goods-rules.ts";
import { fieldsOf, say } from "./goods-words.ts";

type NewGoodsProps = Awaited<ReturnType<typeof loadNewGoods>> & { answer: GoodsAnswer | undefined };

const ORDER = [
  "fund",
  "name",
  "quantity",
  "unit",
  "valuation",
  "value",
  "batchNo",
  "expiresOn",
  "place",
  "donorName",
  "receivedOn",
  "file",
  "attempt",
];

/** Records goods that came in, with what proves their value. */
export function NewGoodsPage({ funds, today, attempt, answer }: NewGoodsProps) {
  const t = useT("goods");
  const lang = useLang();
  const { field, error, summary } = fieldsOf(t, answer);
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: "/workspace/goods", label: t("title") }, { label: t("toNew") }]} />
      <h1>{t("newTitle")}</h1>
      <p className="lead">{t("newLead")}</p>
      {answer?.refusal ? <Flash tone="bad" title={say(t, answer.refusal)} /> : null}
      <form method="post" encType="multipart/form-data" noValidate>
        <ErrorSummary errors={summary(ORDER)} />
        <input type="hidden" id="attempt" name="attempt" value={answer?.typed.attempt ?? attempt} />
        <Select
          label={t("fundField")}
          blank
          options={funds.map((fund) => ({ value: fund.id, label: inLang(lang, fund.title, fund.titleEn) }))}
          {...field("fund")}
        />
        <TextField label={t("nameField")} help={t("nameHelp")} maxLength={80} {...field("name")} />
        <TextField label={t("quantityField")} inputMode="numeric" {...field("quantity")} />
        <TextField label={t("unitField")} help={t("unitHelp")} maxLength={10} {...field("unit")} />
        <RadioList
          legend={t("valuationField")}
          help={t("valuationHelp")}
          name="valuation"
          value={answer?.typed.valuation ?? "voucher"}
          error={error("valuation")}
          options={VALUATIONS.map((valuation) => ({
            value: valuation,
            label: t(`valuation_${valuation}`),
            help: t(`valuationHelp_${valuation}`),
          }))}
        />
        <MoneyInput label={t("valueField")} help={t("valueHelp")} {...field("value")} />
        <TextField label={t("batchField")} optional maxLength={60} {...field("batchNo")} />
        <TextField label={t("expiresField")} optional type="date" {...field("expiresOn")} />
        <TextField label={t("placeField")} help={t("placeHelp")} maxLength={60} {...field("place")} />
        <TextField
          label={t("donorField")}
          help={t("donorHelp")}
          optional
          maxLength={80}
          autoComplete="off"
          {...field("donorName")}
        />
        <TextField label={t("receivedField")} type="date" max={today} {...field("receivedOn", today)} />
        <FileField
          label={t("fileField")}
          help={t("fileHelp")}
          name="file"
          accept=".pdf,.png,.jpg,.jpeg,.webp,.csv,.xlsx"
          error={error("file")}
        />
        <p className="field">
          <SubmitButton full>{t("record")}</SubmitButton>
        </p>
      </form>
    </div>
  );
}
