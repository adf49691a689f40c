import { Phrase, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { ApprovalProgress } from "./approval/approval-progress.tsx";
import type { ApprovalRule } from "./approval/rules.ts";
import type { Repeat } from "./attachments/elsewhere.server.ts";
import { RepeatsCallout } from "./attachments/invoices-section.tsx";
import { EvidenceFields, EvidenceForm } from "./evidence-form.tsx";
import { FormErrors } from "./form-errors.tsx";
import { errorOf, type FormState } from "./form-state.ts";
import type { EvidenceView, WorkDisbursement } from "./queries.server.ts";
import type { Spendable } from "./spendable.server.ts";

interface SheetProps {
  view: WorkDisbursement;
  state: FormState;
}

const pathOf = (view: { id: string }): string => `/workspace/disbursements/${view.id}`;

/** A second person agrees, or says why not. */
export function ReviewSheet({
  view,
  state,
  spendable,
  rule,
  repeats,
}: SheetProps & { spendable: Spendable; rule: ApprovalRule; repeats: readonly Repeat[] }) {
  const t = useT("disbursements");
  const { spendableFen } = spendable;
  const before = formatYuan(spendableFen);
  return (
    <>
      <State tone="warn">{t("reviewWaiting")}</State>
      <h2 id="do">
        <Phrase ns="disbursements" k="reviewTitle" parts={{ money: <Money fen={view.amountFen} /> }} />
      </h2>
      <Pairs
        items={[
          {
            term: t("proposedBy"),
            value: (
              <>
                {view.proposedByName} <DateText value={view.proposedAt} precision="short-minute" />
              </>
            ),
          },
          { term: t("payee"), value: view.payee },
          {
            term: t("available"),
            value:
              view.amountFen <= spendableFen
                ? t("availableChange", { before, after: formatYuan(spendableFen - view.amountFen) })
                : t("availableShort", { before }),
          },
        ]}
      />
      <RepeatsCallout repeats={repeats} />
      <ApprovalProgress view={view} rule={rule} state={state} />
      <FormErrors state={state} />
      <form method="post" action={pathOf(view)}>
        <input type="hidden" name="intent" value="decide" />
        <RadioList
          legend={t("decision")}
          name="decision"
          value={state.typed.decision}
          error={errorOf(t, state, "decision")}
          options={[
            { value: "approve", label: t("agree", { amount: formatYuan(view.amountFen) }) },
            { value: "reject", label: t("disagree", { name: view.proposedByName }) },
          ]}
        />
        <TextArea
          label={t("why")}
          name="why"
          optional
          maxLength={500}
          defaultValue={state.typed.why}
          error={errorOf(t, state, "why")}
        />
        <p className="field">
          <SubmitButton full>{t("submitDecision")}</SubmitButton>
        </p>
        <p className="help">{t("decisionHelp")}</p>
      </form>
    </>
  );
}

/** The proposer, or somebody without the role, is told who acts next. */
export function WaitSheet({ view, state, rule }: SheetProps & { rule: ApprovalRule }) {
  const t = useT("disbursements");
  return (
    <>
      <h2 id="do">{t("waitTitle")}</h2>
      <p>{t("waitText")}</p>
      <ApprovalProgress view={view} rule={rule} state={state} />
    </>
  );
}

/** A payment that goes out with others: what is left to do is done there. */
export function InBatchSheet({ batchId }: { batchId: string }) {
  const t = useT("disbursements");
  return (
    <>
      <h2 id="do">{t("inBatchTitle")}</h2>
      <p>{t("inBatchText")}</p>
      <p className="plain">
        <a href={`/workspace/payment-batches/${batchId}`}>{batchId}</a>
      </p>
    </>
  );
}

/** What the bank's slip says, with the evidence at hand. */
export function PaySheet({
  view,
  state,
  today,
  mayBatch,
}: SheetProps & { today: string; mayBatch: boolean }) {
  const t = useT("disbursements");
  return (
    <>
      <h2 id="do">{t("payTitle")}</h2>
      <p>{t("payText")}</p>
      {mayBatch ? (
        <p className="plain">
          <a href="/workspace/payment-batches">{t("payInBatch")}</a>
        </p>
      ) : null}
      <FormErrors state={state} />
      <form method="post" encType="multipart/form-data" action={pathOf(view)}>
        <input type="hidden" name="intent" value="pay" />
        <TextField
          label={t("paidOnField")}
          name="paidOn"
          type="date"
          max={today}
          defaultValue={state.typed.paidOn ?? today}
          error={errorOf(t, state, "paidOn")}
        />
        <TextField
          label={t("bankReferenceField")}
          name="bankReference"
          autoComplete="off"
          maxLength={64}
          defaultValue={state.typed.bankReference}
          error={errorOf(t, state, "bankReference")}
        />
        <EvidenceFields state={state} />
        <p className="field">
          <SubmitButton full>{t("submitPayment", { amount: formatYuan(view.amountFen) })}</SubmitButton>
        </p>
      </form>
    </>
  );
}

export function EvidenceSheet({ view, state }: SheetProps) {
  const t = useT("disbursements");
  return (
    <>
      <h2 id="do">{t("addEvidence")}</h2>
      <FormErrors state={state} />
      <EvidenceForm view={view} state={state} />
    </>
  );
}

/** A batch of people that received part of the payment. */
export function DeliverySheet(
  props: SheetProps & { evidence: EvidenceView[]; attempt: string; today: string },
) {
  const { view, state, evidence, attempt, today } = props;
  const t = useT("disbursements");
  const leftFen = view.amountFen - view.deliveredFen;
  const field = (name: string) => ({ name, defaultValue: state.typed[name], error: errorOf(t, state, name) });
  return (
    <>
      <h2 id="do">{t("deliveryTitle")}</h2>
      <p>{t("deliveryText")}</p>
      <FormErrors state={state} />
      <form method="post" action={pathOf(view)}>
        <input type="hidden" name="intent" value="deliver" />
        <input type="hidden" name="attempt" value={state.typed.attempt ?? attempt} />
        <TextField label={t("peopleField")} inputMode="numeric" {...field("people")} />
        <TextField
          label={t("personTimesField")}
          help={t("personTimesHelp")}
          inputMode="numeric"
          {...field("personTimes")}
        />
        <MoneyInput
          label={t("deliveredField")}
          help={t("deliveredHelp", { amount: formatYuan(leftFen) })}
          {...field("delivered")}
        />
        <TextField
          label={t("deliveredOnField")}
          type="date"
          max={today}
          {...field("deliveredOn")}
          defaultValue={state.typed.deliveredOn ?? today}
        />
        <Select
          label={t("proofField")}
          {...field("proofId")}
          options={evidence.map((file) => ({
            value: file.id,
            label: `${t(`kind_${file.kind}`)} ${file.fileName}`,
          }))}
        />
        <p className="field">
          <SubmitButton full>{t("submitDelivery")}</SubmitButton>
        </p>
      </form>
    </>
  );
}
