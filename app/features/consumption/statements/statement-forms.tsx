import { useT } from "#app/lib/i18n-react.tsx";
import { answeredFields } from "#app/ui/answered-fields.ts";
import { RadioList } from "#app/ui/choices.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { StatementDetail } from "./queries.server.ts";
import type { SalesStatementData } from "./sales-statements.server.ts";
import { NOTE_LENGTH } from "./schema.ts";
import type { StatementAnswer } from "./statement-answer.ts";
import { DISPUTE_ANSWERS, DISPUTE_REASONS, dueFenOf } from "./statement-state.ts";

function useFields(answer: StatementAnswer | undefined, intent: string) {
  const t = useT("consumptionStatements");
  return answeredFields((key) => t(key as "errNote"), answer?.intent === intent ? answer : undefined);
}

/** Yes, or what is wrong; who says nothing has agreed to be taken as having said yes, and reads it here before. */
export function ConfirmForms(props: { statement: StatementDetail; answer: StatementAnswer | undefined }) {
  const { statement, answer } = props;
  const t = useT("consumptionStatements");
  return (
    <>
      <h2 id="do">{t("confirmTitle", { amount: formatYuan(statement.amountFen) })}</h2>
      <form method="post">
        <input type="hidden" name="intent" value="confirm" />
        <p className="field">
          <SubmitButton full>{t("confirm")}</SubmitButton>
        </p>
      </form>
      <p className="help">{t("silence", { day: statement.confirmBy })}</p>
      {statement.disputedAt ? null : <DisputeForm answer={answer} />}
    </>
  );
}

function DisputeForm({ answer }: { answer: StatementAnswer | undefined }) {
  const t = useT("consumptionStatements");
  const { field, error } = useFields(answer, "dispute");
  return (
    <details open={answer?.intent === "dispute"}>
      <summary>{t("disputeOpen")}</summary>
      <form method="post" noValidate>
        <input type="hidden" name="intent" value="dispute" />
        <RadioList
          legend={t("reason")}
          name="reason"
          value={answer?.typed.reason}
          error={error("reason")}
          options={DISPUTE_REASONS.map((value) => ({ value, label: t(`${value}_reason`) }))}
        />
        <TextArea
          {...field("note")}
          label={t("disputeNote")}
          help={t("disputeHelp")}
          maxLength={NOTE_LENGTH}
          rows={4}
        />
        <p className="field">
          <SubmitButton full quiet>
            {t("dispute")}
          </SubmitButton>
        </p>
      </form>
    </details>
  );
}

/** Three ways into the charity's own account; the sum is what is due. */
export function PayForm(props: SalesStatementData & { answer: StatementAnswer | undefined }) {
  const { statement, ways, email, answer, payments, transfer } = props;
  const t = useT("consumptionStatements");
  const { field, error } = useFields(answer, "pay");
  const due = formatYuan(dueFenOf(statement));
  const open = payments.find(({ isOpen }) => isOpen);
  return (
    <>
      <h2 id="do">{t("payTitle", { amount: due })}</h2>
      {ways.length === 0 ? <p>{t("noWays")}</p> : null}
      {open ? <p className="help">{t(transfer ? "openTransfer" : "openOnline")}</p> : null}
      {ways.length > 0 ? (
        <form method="post" noValidate>
          <input type="hidden" name="intent" value="pay" />
          <RadioList
            legend={t("way")}
            name="way"
            value={answer?.typed.way ?? open?.provider ?? ways[0]}
            error={error("way")}
            options={ways.map((value) => ({
              value,
              label: t(`way_${value}`),
              help: t(`way_${value}_help`),
            }))}
          />
          <TextField
            {...field("email", email)}
            type="email"
            autoComplete="email"
            label={t("email")}
            help={t("emailHelp")}
          />
          <p className="field">
            <SubmitButton full>{t("pay", { amount: due })}</SubmitButton>
          </p>
        </form>
      ) : null}
      <p className="help">{t("payHelp")}</p>
    </>
  );
}

/** The charity's answer to a dispute. */
export function AnswerForm({ answer }: { answer: StatementAnswer | undefined }) {
  const t = useT("consumptionStatements");
  const { field, error } = useFields(answer, "answer");
  return (
    <>
      <h2 id="do">{t("answerTitle")}</h2>
      <p className="help">{t("answerHelp")}</p>
      <form method="post" noValidate>
        <input type="hidden" name="intent" value="answer" />
        <RadioList
          legend={t("answer")}
          name="answer"
          value={answer?.typed.answer}
          error={error("answer")}
          options={DISPUTE_ANSWERS.map((value) => ({
            value,
            label: t(`answer_${value}`),
            help: t(`answer_${value}_help`),
          }))}
        />
        <TextArea {...field("note")} label={t("answerNote")} maxLength={NOTE_LENGTH} rows={4} />
        <p className="field">
          <SubmitButton full>{t("answerSubmit")}</SubmitButton>
        </p>
      </form>
    </>
  );
}
