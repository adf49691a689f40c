import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { FormNotes } from "./form-notes.tsx";
import { errorOf, type FormState } from "./form-state.ts";
import type { RefundableGift, RefundWork } from "./refund-queries.server.ts";
import { REFUND_TONES } from "./refunds-page.tsx";
import type { MoneyPerson } from "./work-person.server.ts";

export interface RefundPageProps {
  found: RefundableGift;
  person: MoneyPerson;
  /** The id of the next request, so that a form sent twice makes one. */
  attempt: string;
  isDone: boolean;
  state: FormState;
}

/** One gift: what could go back of it, what was asked, and the form for asking or answering. */
export function RefundPage({ found, person, attempt, isDone, state }: RefundPageProps) {
  const t = useT("moneyBack");
  const { gift, requests, sources, isOnline } = found;
  const waiting = requests.find((request) => request.state === "waiting");
  const canAsk = isOnline && sources !== null && sources.leftFen > 0n;
  const side = waiting ? (
    <AnswerSheet request={waiting} person={person} state={state} giftId={gift.id} />
  ) : canAsk ? (
    <AskSheet giftId={gift.id} attempt={attempt} state={state} />
  ) : null;
  const rest = (
    <>
      <Section title={t("factsTitle")} first>
        <GiftFacts found={found} />
        {side ? null : <p className="note">{t(isOnline ? "askNothing" : "askOther")}</p>}
      </Section>
      {sources && sources.leftFen > 0n ? (
        <Section title={t("sourcesTitle")}>
          <Pairs
            items={[
              { term: t("ownFen"), value: <Money fen={sources.ownFen} /> },
              { term: t("feeCoverFen"), value: <Money fen={sources.feeCoverFen} /> },
              { term: t("usedCoverFen"), value: <Money fen={sources.usedCoverFen} /> },
              { term: t("leftFen"), value: <Money fen={sources.leftFen} />, total: true },
            ]}
          />
        </Section>
      ) : null}
      {requests.length > 0 ? (
        <Section title={t("historyTitle")}>
          {requests.map((request) => (
            <RequestFacts key={request.id} request={request} />
          ))}
        </Section>
      ) : null}
    </>
  );
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/workspace/refunds", label: t("refundsTitle") }, { label: gift.id }]} />
      <div className="head">
        <h1>{t("refundOf", { amount: formatYuan(gift.amountFen) })}</h1>
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

function GiftFacts({ found: { gift } }: { found: RefundableGift }) {
  const t = useT("moneyBack");
  const isEnglish = useLang() === "en";
  return (
    <>
      <Pairs
        items={[
          { term: t("toFund"), value: isEnglish ? gift.fund.titleEn : gift.fund.title },
          { term: t("amountLabel"), value: <Money fen={gift.amountFen} /> },
          { term: t("provider"), value: t(`provider_${gift.provider}` as "provider_alipay") },
          ...(gift.paidAt
            ? [{ term: t("paidAt"), value: <DateText value={gift.paidAt} precision="second" /> }]
            : []),
          { term: t("reference"), value: gift.reference },
        ]}
      />
      <p>
        <a href={`/donations/${gift.id}`}>{t("publicPage")}</a>
      </p>
    </>
  );
}

function RequestFacts({ request }: { request: RefundWork }) {
  const t = useT("moneyBack");
  const who = (name: string | null, at: Date | null) => (
    <>
      {name} {at ? <DateText value={at} precision="minute" /> : null}
    </>
  );
  const isOpen = request.state === "sent" || request.state === "promised" || request.state === "failed";
  return (
    <>
      <p>
        <Money fen={request.amountFen} />{" "}
        <State tone={REFUND_TONES[request.state]}>{t(`state_${request.state}`)}</State>
      </p>
      {isOpen && request.lastAnswer ? (
        <p className="note">{t(`answer_${request.lastAnswer}` as "answer_unknown")}</p>
      ) : null}
      <Pairs
        items={[
          { term: t("askedBy"), value: who(request.requestedByName, request.requestedAt) },
          { term: t("reason"), value: request.reason },
          ...(request.overrideReason ? [{ term: t("overrideReason"), value: request.overrideReason }] : []),
          ...(request.answeredAt
            ? [{ term: t("answeredBy"), value: who(request.answeredByName, request.answeredAt) }]
            : []),
          ...(request.answerNote ? [{ term: t("note"), value: request.answerNote }] : []),
        ]}
      />
    </>
  );
}

function AskSheet({ giftId, attempt, state }: { giftId: string; attempt: string; state: FormState }) {
  const t = useT("moneyBack");
  return (
    <>
      <h2 id="do">{t("askTitle")}</h2>
      <p className="note">{t("askText")}</p>
      <form method="post" action={`/workspace/refunds/${giftId}`}>
        <input type="hidden" name="intent" value="ask" />
        <input type="hidden" name="attempt" value={state.typed.attempt ?? attempt} />
        <MoneyInput
          label={t("askAmount")}
          name="amount"
          defaultValue={state.typed.amount}
          error={errorOf(t, state, "amount")}
        />
        <TextArea
          label={t("askReason")}
          help={t("askReasonHelp")}
          name="reason"
          maxLength={500}
          defaultValue={state.typed.reason}
          error={errorOf(t, state, "reason")}
        />
        <TextArea
          label={t("askOverride")}
          help={t("askOverrideHelp")}
          name="overrideReason"
          optional
          maxLength={500}
          defaultValue={state.typed.overrideReason}
          error={errorOf(t, state, "overrideReason")}
        />
        <p className="field">
          <SubmitButton full>{t("askSubmit")}</SubmitButton>
        </p>
      </form>
    </>
  );
}

interface AnswerSheetProps {
  request: RefundWork;
  person: MoneyPerson;
  state: FormState;
  giftId: string;
}

function AnswerSheet({ request, person, state, giftId }: AnswerSheetProps) {
  const t = useT("moneyBack");
  const isOwn = request.requestedById === person.userId;
  return (
    <>
      <State tone="warn">{t("state_waiting")}</State>
      <h2 id="do">
        <Phrase
          ns="moneyBack"
          k="answerTitle"
          values={{ name: request.requestedByName }}
          parts={{ money: <Money fen={request.amountFen} /> }}
        />
      </h2>
      <Pairs
        items={[
          { term: t("reason"), value: request.reason },
          ...(request.overrideReason ? [{ term: t("overrideReason"), value: request.overrideReason }] : []),
        ]}
      />
      {isOwn || !person.mayApprove ? (
        <p className="note">{t(isOwn ? "answerOwn" : "answerOnlyApprover")}</p>
      ) : (
        <form method="post" action={`/workspace/refunds/${giftId}`}>
          <input type="hidden" name="intent" value="answer" />
          <input type="hidden" name="request" value={request.id} />
          <RadioList
            legend={t("answerLegend")}
            name="answer"
            value={state.typed.answer}
            error={errorOf(t, state, "answer")}
            options={[
              { value: "approve", label: t("approve", { amount: formatYuan(request.amountFen) }) },
              { value: "reject", label: t("reject") },
            ]}
          />
          <TextArea
            label={t("note")}
            help={t("noteOptional")}
            name="note"
            optional
            maxLength={500}
            defaultValue={state.typed.note}
            error={errorOf(t, state, "note")}
          />
          <p className="field">
            <SubmitButton full>{t("submit")}</SubmitButton>
          </p>
        </form>
      )}
    </>
  );
}
