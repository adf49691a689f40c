import { useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { CasePageProps } from "./case-page.tsx";
import { CHECK_WAYS, REFUSAL_REASONS, STOP_REASONS } from "./case-state.ts";
import { aidErrorOf, sayAid } from "./form-state.ts";

/** What can be done with a case now: one thing first, the rest folded. */
export function CaseActs(props: CasePageProps) {
  const { view } = props;
  const t = useT("aid");
  const isOpen = !view.decidedAt && !view.stoppedAt;
  return (
    <>
      {isOpen && !view.checkedAt ? <CheckForm {...props} /> : null}
      {isOpen && view.checkedAt && !view.openDecision ? <ProposeForm {...props} /> : null}
      {isOpen && view.openDecision ? <AnswerForm {...props} /> : null}
      {isOpen && !view.reviewedAt ? (
        <details>
          <summary>{t("reviewTitle")}</summary>
          <p className="help">{t("reviewHelp")}</p>
          <form method="post" action={`/workspace/aid/cases/${view.id}`}>
            <p className="acts">
              <SubmitButton quiet name="review" value="village">
                {t("review_village")}
              </SubmitButton>
              <SubmitButton quiet name="review" value="town">
                {t("review_town")}
              </SubmitButton>
            </p>
          </form>
        </details>
      ) : null}
      {view.reviewLevel ? <p className="note">{t(`reviewed_${view.reviewLevel}`)}</p> : null}
      {!view.stoppedAt && !view.paidAt && view.state !== "refused" ? <StopForm {...props} /> : null}
      {view.paidAt && view.state !== "recovered" ? <RecoverForm {...props} /> : null}
    </>
  );
}

function CheckForm({ view, state }: CasePageProps) {
  const t = useT("aid");
  return (
    <Section title={t("checkTitle")} intro={t("checkIntro")}>
      <form method="post" action={`/workspace/aid/cases/${view.id}`} noValidate className="form-page">
        <Fieldset id="ways" legend={t("waysLegend")} error={aidErrorOf(t, state, "ways")}>
          {CHECK_WAYS.map((way) => (
            <label key={way} className="plainpick">
              <input type="checkbox" name="ways" value={way} />
              <span>{t(`way_${way}`)}</span>
            </label>
          ))}
        </Fieldset>
        <SubmitButton name="act" value="check">
          {t("checkButton")}
        </SubmitButton>
      </form>
    </Section>
  );
}

function ProposeForm({ view, programme, state }: CasePageProps) {
  const t = useT("aid");
  const field = (name: string) => ({
    name,
    defaultValue: state.typed[name],
    error: aidErrorOf(t, state, name),
  });
  const isFixed = programme && programme.lowFen === programme.highFen;
  return (
    <Section title={t("proposeTitle")} intro={t("proposeIntro")}>
      <form method="post" action={`/workspace/aid/cases/${view.id}`} noValidate className="form-page">
        <RadioList
          legend={t("decisionLegend")}
          name="decision"
          value={state.typed.decision}
          error={aidErrorOf(t, state, "decision")}
          options={[
            { value: "approve", label: t("approve") },
            { value: "refuse", label: t("refuse") },
          ]}
        />
        <MoneyInput
          label={t("amount")}
          help={
            programme
              ? t("amountHelp", { low: formatYuan(programme.lowFen), high: formatYuan(programme.highFen) })
              : undefined
          }
          {...field("amount")}
          defaultValue={
            state.typed.amount ??
            (isFixed ? formatYuan(programme.lowFen, { symbol: false }).replaceAll(",", "") : "")
          }
        />
        <Select
          label={t("refusalReason")}
          help={t("refusalReasonHelp")}
          {...field("reason")}
          defaultValue={state.typed.reason ?? ""}
          options={[
            { value: "", label: t("choose") },
            ...REFUSAL_REASONS.map((reason) => ({ value: reason, label: sayAid(t, `reason_${reason}`) })),
          ]}
        />
        <TextArea
          label={t("note")}
          help={t("noteHelp")}
          optional
          rows={3}
          maxLength={500}
          {...field("note")}
        />
        <SubmitButton name="act" value="propose">
          {t("proposeButton")}
        </SubmitButton>
      </form>
    </Section>
  );
}

function AnswerForm({ view, mayAnswer, state }: CasePageProps) {
  const t = useT("aid");
  const what =
    view.openDecision === "approve"
      ? t("approveAmount", { amount: formatYuan(view.openFen ?? 0n) })
      : sayAid(t, `reason_${view.openReason}`);
  if (!mayAnswer) {
    return (
      <Section title={t("answerTitle")}>
        <p>{what}</p>
        <p className="note">{t("waitsForSecond")}</p>
      </Section>
    );
  }
  return (
    <Section title={t("answerTitle")} intro={t("answerIntro")}>
      <p>
        <b>{what}</b>
      </p>
      <form method="post" action={`/workspace/aid/cases/${view.id}`} noValidate className="form-page">
        <TextArea
          label={t("note")}
          help={t("noteHelp")}
          optional
          rows={3}
          name="note"
          defaultValue={state.typed.note}
        />
        <p className="acts">
          <SubmitButton name="act" value="confirmed">
            {t("confirmButton")}
          </SubmitButton>
          <SubmitButton quiet name="act" value="sent-back">
            {t("sendBackButton")}
          </SubmitButton>
        </p>
      </form>
    </Section>
  );
}

function StopForm({ view, state }: CasePageProps) {
  const t = useT("aid");
  return (
    <details open={state.errors.stopReason !== undefined}>
      <summary>{t("stopTitle")}</summary>
      <p className="help">{t("stopHelp")}</p>
      <form method="post" action={`/workspace/aid/cases/${view.id}`} noValidate className="form-page">
        <ReasonSelect state={state} />
        <SubmitButton quiet name="act" value="stop">
          {t("stopButton")}
        </SubmitButton>
      </form>
    </details>
  );
}

function RecoverForm({ view, recoveryId, state }: CasePageProps) {
  const t = useT("aid");
  return (
    <details>
      <summary>{t("recoverTitle")}</summary>
      <p className="help">{t("recoverHelp")}</p>
      <form method="post" action={`/workspace/aid/cases/${view.id}`} noValidate className="form-page">
        <input type="hidden" name="recoveryId" value={recoveryId} />
        <ReasonSelect state={state} />
        <MoneyInput
          label={t("recoverAmount")}
          name="recoverAmount"
          error={aidErrorOf(t, state, "recoverAmount")}
          defaultValue={
            state.typed.recoverAmount ??
            formatYuan(view.decidedFen ?? 0n, { symbol: false }).replaceAll(",", "")
          }
        />
        <SubmitButton quiet name="act" value="recover">
          {t("recoverButton")}
        </SubmitButton>
      </form>
    </details>
  );
}

function ReasonSelect({ state }: Pick<CasePageProps, "state">) {
  const t = useT("aid");
  return (
    <Select
      label={t("stopReason")}
      name="stopReason"
      error={aidErrorOf(t, state, "stopReason")}
      defaultValue={state.typed.stopReason ?? ""}
      options={[
        { value: "", label: t("choose") },
        ...STOP_REASONS.map((reason) => ({ value: reason, label: sayAid(t, `stop_${reason}`) })),
      ]}
    />
  );
}
