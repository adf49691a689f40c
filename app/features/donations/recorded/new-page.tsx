import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { VISIBILITIES } from "../schema.ts";
import type { loadNewGift, NewGiftAnswer } from "./gifts-page.server.ts";
import { say } from "./words.ts";

type NewGiftProps = Awaited<ReturnType<typeof loadNewGift>> & { answer: NewGiftAnswer | undefined };

/** Records one gift: cash by its receipt, or a row of the bank's statement that nothing explains. */
export function NewGiftPage({ isTransfer, rows, funds, attempt, today, answer }: NewGiftProps) {
  const t = useT("recorded");
  const lang = useLang();
  const typed = answer?.typed ?? {};
  const errors = answer?.errors ?? {};
  const error = (name: string) => (errors[name] === undefined ? undefined : say(t, errors[name]));
  const field = (name: string, fallback = "") => ({
    name,
    defaultValue: typed[name] ?? fallback,
    error: error(name),
  });
  const order = [
    "row",
    "fund",
    "amount",
    "givenOn",
    "receiptNo",
    "visibility",
    "name",
    "pseudonym",
    "attempt",
  ];
  return (
    <div className="wrap form-page">
      <Crumbs
        items={[
          { href: "/workspace/gifts", label: t("title") },
          { label: t(isTransfer ? "toTransfer" : "toNew") },
        ]}
      />
      <h1>{t(isTransfer ? "transferTitle" : "newTitle")}</h1>
      <p className="lead">{t(isTransfer ? "transferLead" : "newLead")}</p>
      {isTransfer && rows.length === 0 && !answer ? (
        <EmptyState title={t("rowsNone")}>{t("rowsNoneText")}</EmptyState>
      ) : (
        <form method="post" action={`/workspace/gifts/new${isTransfer ? "?kind=transfer" : ""}`} noValidate>
          <ErrorSummary
            errors={order.flatMap((name) => {
              const message = error(name);
              return message ? [{ id: name === "attempt" ? "submit" : name, message }] : [];
            })}
          />
          <input type="hidden" name="kind" value={isTransfer ? "transfer" : "cash"} />
          <input type="hidden" name="attempt" value={typed.attempt ?? attempt} />
          {isTransfer ? (
            <RadioList
              legend={t("row")}
              name="row"
              value={typed.row}
              error={error("row")}
              options={rows.map((row) => ({
                value: row.value,
                label: `${row.day} ${formatYuan(row.amountFen)}`,
                help: [row.counterparty, row.words].filter(Boolean).join(" · "),
              }))}
            />
          ) : null}
          <Select
            label={t("fund")}
            {...field("fund", funds.length === 1 ? funds[0]?.id : "")}
            options={[
              ...(funds.length === 1 ? [] : [{ value: "", label: "—" }]),
              ...funds.map((fund) => ({ value: fund.id, label: inLang(lang, fund.title, fund.titleEn) })),
            ]}
          />
          {isTransfer ? null : (
            <>
              <MoneyInput label={t("amount")} {...field("amount")} />
              <TextField
                label={t("day")}
                help={t("dayHelp")}
                type="date"
                max={today}
                {...field("givenOn", today)}
              />
              <TextField
                label={t("receiptNo")}
                help={t("receiptHelp")}
                maxLength={40}
                autoComplete="off"
                {...field("receiptNo")}
              />
            </>
          )}
          <RadioList
            legend={t("visibility")}
            name="visibility"
            value={typed.visibility ?? "anonymous"}
            error={error("visibility")}
            options={VISIBILITIES.map((value) => ({ value, label: t(`visibility_${value}`) }))}
          />
          <div className="only-pseudonym">
            <TextField
              label={t("pseudonym")}
              optional
              maxLength={40}
              autoComplete="off"
              {...field("pseudonym")}
            />
          </div>
          <div className="only-public">
            <TextField
              label={t("name")}
              help={t("nameHelp")}
              optional
              maxLength={40}
              autoComplete="off"
              {...field("name")}
            />
          </div>
          <p className="field">
            <SubmitButton full id="submit">
              {t("submit")}
            </SubmitButton>
          </p>
        </form>
      )}
    </div>
  );
}
