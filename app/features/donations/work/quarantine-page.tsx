import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Rod } from "#app/ui/rod.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { Split } from "#app/ui/split.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { FormNotes } from "./form-notes.tsx";
import { errorOf, type FormState } from "./form-state.ts";
import type { QuarantineActView, QuarantineDetail } from "./quarantine-queries.server.ts";
import { whatHappened } from "./quarantine-words.ts";
import type { MoneyPerson } from "./work-person.server.ts";

export interface QuarantinePageProps {
  detail: QuarantineDetail;
  person: MoneyPerson;
  isDone: boolean;
  state: FormState;
}

/** One item: what happened in words, what was done about it, and the form for proposing or answering. */
export function QuarantinePage({ detail, person, isDone, state }: QuarantinePageProps) {
  const t = useT("moneyBack");
  const { view } = detail;
  const side = view.decidedAt ? null : view.waitingDecision ? (
    <AnswerSheet detail={detail} person={person} state={state} />
  ) : (
    <ProposeSheet detail={detail} state={state} />
  );
  const rest = (
    <>
      <Section title={t("itemTitle")} first>
        <ItemFacts detail={detail} />
      </Section>
      <Section title={t("historyTitle")}>
        {detail.acts.length > 0 ? <Acts acts={detail.acts} /> : <p className="note">{t("actsNone")}</p>}
      </Section>
    </>
  );
  return (
    <div className="wrap">
      <Crumbs
        items={[
          { href: "/workspace/quarantine", label: t("quarantineTitle") },
          { label: t(`reason_${view.reason}`) },
        ]}
      />
      <div className="head">
        <h1>{whatHappened(t, view)}</h1>
        {view.decision ? (
          <State tone="done">
            {t("decided", { decision: t(`decision_${view.decision}` as "decision_accept") })}
          </State>
        ) : null}
      </div>
      <FormNotes state={state} isDone={isDone} />
      {side ? (
        <Split side={side} sideLabelledBy="do" sideClass="sheet review no-print">
          {rest}
        </Split>
      ) : (
        rest
      )}
    </div>
  );
}

function ItemFacts({ detail: { view, leftFen } }: { detail: QuarantineDetail }) {
  const t = useT("moneyBack");
  const isEnglish = useLang() === "en";
  return (
    <Pairs
      items={[
        { term: t("occurredAt"), value: <DateText value={view.occurredAt} precision="second" /> },
        { term: t("provider"), value: t(`provider_${view.provider}` as "provider_alipay") },
        { term: t("objectId"), value: <span className="code">{view.objectId}</span> },
        ...(view.paymentId
          ? [{ term: t("orderNo"), value: <span className="code">{view.paymentId}</span> }]
          : []),
        ...(view.donationId
          ? [
              {
                term: t("giftNo"),
                value: (
                  <a className="code" href={`/donations/${view.donationId}`}>
                    {view.donationId}
                  </a>
                ),
              },
            ]
          : []),
        ...(view.title
          ? [{ term: t("toFund"), value: isEnglish ? (view.titleEn ?? view.title) : view.title }]
          : []),
        { term: t("heldFen"), value: <Money fen={leftFen} />, total: true },
      ]}
    />
  );
}

function Acts({ acts }: { acts: readonly QuarantineActView[] }) {
  const t = useT("moneyBack");
  const isEnglish = useLang() === "en";
  const decisionOf = (act: QuarantineActView): string => {
    const title = isEnglish ? act.fundTitleEn : act.fundTitle;
    const words = t(`decision_${act.decision}`);
    return title ? `${words} ${t("intoFund", { title })}` : words;
  };
  return (
    <Rod
      items={[...acts].reverse().map((act) => ({
        key: String(act.step),
        when: <DateText value={act.at} precision="minute" />,
        tone: act.kind === "approved" ? "done" : act.kind === "sent-back" ? "warn" : "next",
        body: t(`act_${act.kind}`, { name: act.byName, decision: decisionOf(act), note: act.note }),
      }))}
    />
  );
}

const pathOf = (detail: QuarantineDetail): string => `/workspace/quarantine/${detail.view.id}`;

function ProposeSheet({ detail, state }: { detail: QuarantineDetail; state: FormState }) {
  const t = useT("moneyBack");
  const isEnglish = useLang() === "en";
  const { possible, needsFund, funds } = detail;
  const [suggested] = possible;
  return (
    <>
      <h2 id="do">{t("proposeTitle")}</h2>
      <form method="post" action={pathOf(detail)}>
        <input type="hidden" name="intent" value="propose" />
        <RadioList
          legend={t("decisionLegend")}
          name="decision"
          value={state.typed.decision ?? suggested}
          error={errorOf(t, state, "decision")}
          options={possible.map((decision) => ({
            value: decision,
            label: t(`decision_${decision}`),
            help: decision === suggested && possible.length > 1 ? t("proposed") : undefined,
          }))}
        />
        {needsFund ? (
          <Select
            label={t("fund")}
            name="fund"
            defaultValue={state.typed.fund}
            error={errorOf(t, state, "fund")}
            options={funds.map((fund) => ({ value: fund.id, label: isEnglish ? fund.titleEn : fund.title }))}
          />
        ) : null}
        <NoteField state={state} />
        <p className="field">
          <SubmitButton full>{t("proposeSubmit")}</SubmitButton>
        </p>
      </form>
    </>
  );
}

function AnswerSheet({ detail, person, state }: Omit<QuarantinePageProps, "isDone">) {
  const t = useT("moneyBack");
  const { view, waitingStep, acts } = detail;
  const isOwn = view.waitingById === person.userId;
  const proposal = acts.find((act) => act.step === waitingStep);
  const decision = t(`decision_${view.waitingDecision ?? "dismiss"}`);
  return (
    <>
      <State tone="warn">{t("state_waiting")}</State>
      <h2 id="do">{decision}</h2>
      {proposal ? (
        <Pairs
          items={[
            { term: t("askedBy"), value: proposal.byName },
            { term: t("note"), value: proposal.note },
          ]}
        />
      ) : null}
      {isOwn || !person.mayApprove ? (
        <p className="note">{t(isOwn ? "answerOwn" : "answerOnlyApprover")}</p>
      ) : (
        <form method="post" action={pathOf(detail)}>
          <input type="hidden" name="intent" value="answer" />
          <input type="hidden" name="step" value={waitingStep ?? 0} />
          <RadioList
            legend={t("answerLegend")}
            name="answer"
            value={state.typed.answer}
            error={errorOf(t, state, "answer")}
            options={[
              { value: "approve", label: decision },
              { value: "send-back", label: t("sendBack") },
            ]}
          />
          <NoteField state={state} />
          <p className="field">
            <SubmitButton full>{t("submit")}</SubmitButton>
          </p>
        </form>
      )}
    </>
  );
}

function NoteField({ state }: { state: FormState }) {
  const t = useT("moneyBack");
  return (
    <TextArea
      label={t("note")}
      help={t("noteHelp")}
      name="note"
      maxLength={500}
      defaultValue={state.typed.note}
      error={errorOf(t, state, "note")}
    />
  );
}
