import { useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { errorOf, type FormState, sayRefusal } from "./form-state.ts";
import type { Receipt } from "./queries.server.ts";
import { RECEIPTS_PATH } from "./queue-page.tsx";
import { ReceiptFacts } from "./receipt-facts.tsx";
import { VOID_REASONS, type VoidReason } from "./schema.ts";

const REASON_WORDS = {
  refund: "voidRefund",
  "wrong-payer": "voidWrongPayer",
  "wrong-content": "voidWrongContent",
  other: "voidOther",
} as const satisfies Record<VoidReason, string>;

interface ReceiptPageProps {
  receipt: Receipt;
  today: string;
  done: "recorded" | "voided" | null;
  state: FormState;
}

/** One recorded bill with all its fields, its gifts, and the form that records its red bill. */
export function ReceiptPage({ receipt, today, done, state }: ReceiptPageProps) {
  const t = useT("receipts");
  const number = `${receipt.billCode} ${receipt.billNo}`;
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: RECEIPTS_PATH, label: t("workTitle") }, { label: number }]} />
      <h1>{t("paperTitle", { number })}</h1>
      <p>
        {receipt.voidedOn ? (
          <State tone="warn">
            {t("stateVoid", { day: receipt.voidedOn })} · {t(REASON_WORDS[receipt.voidReason ?? "other"])}
          </State>
        ) : (
          <State tone="done">{t("stateLive")}</State>
        )}
      </p>
      {done ? <Flash tone="done" title={t(done)} /> : null}
      {state.refusal ? <Flash tone="bad" title={sayRefusal(t, state.refusal)} /> : null}
      <Section title={t("factsTitle")}>
        <ReceiptFacts receipt={receipt} />
        <p>
          {t("giftsOf")}{" "}
          {receipt.gifts.map(({ id }) => (
            <a key={id} href={`/donations/${id}`} className="code">
              {id}{" "}
            </a>
          ))}
        </p>
        {receipt.replacedById ? (
          <p>
            <a href={`${RECEIPTS_PATH}/${receipt.replacedById}`}>{t("replacesThis")}</a>
          </p>
        ) : null}
        {receipt.replacesId ? (
          <p>
            <a href={`${RECEIPTS_PATH}/${receipt.replacesId}`}>{t("replacedThis")}</a>
          </p>
        ) : null}
      </Section>
      {receipt.voidedOn ? null : <VoidForm receipt={receipt} today={today} state={state} />}
    </div>
  );
}

function VoidForm({ receipt, today, state }: Pick<ReceiptPageProps, "receipt" | "today" | "state">) {
  const t = useT("receipts");
  const fields = ["reason", "voidBillCode", "voidBillNo", "voidedOn"] as const;
  return (
    <Section title={t("voidTitle")} intro={t("voidIntro")} id="void">
      <form method="post" action={`${RECEIPTS_PATH}/${receipt.id}`} noValidate>
        <ErrorSummary
          errors={fields.flatMap((id) => {
            const message = errorOf(t, state, id);
            return message ? [{ id, message }] : [];
          })}
        />
        <RadioList
          legend={t("voidReason")}
          name="reason"
          value={state.typed.reason ?? null}
          error={errorOf(t, state, "reason")}
          options={VOID_REASONS.map((value) => ({ value, label: t(REASON_WORDS[value]) }))}
        />
        <TextField
          label={t("voidBillCode")}
          name="voidBillCode"
          help={t("billCodeHelp")}
          inputMode="numeric"
          autoComplete="off"
          defaultValue={state.typed.voidBillCode}
          error={errorOf(t, state, "voidBillCode")}
        />
        <TextField
          label={t("voidBillNo")}
          name="voidBillNo"
          help={t("billNoHelp")}
          inputMode="numeric"
          autoComplete="off"
          defaultValue={state.typed.voidBillNo}
          error={errorOf(t, state, "voidBillNo")}
        />
        <TextField
          label={t("voidedOn")}
          name="voidedOn"
          type="date"
          defaultValue={state.typed.voidedOn ?? today}
          error={errorOf(t, state, "voidedOn")}
        />
        <p className="field">
          <SubmitButton>{t("voidButton")}</SubmitButton>
        </p>
      </form>
    </Section>
  );
}
