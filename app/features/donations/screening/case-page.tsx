import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { Split } from "#app/ui/split.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { ScreeningCase, ScreeningStep } from "./queries.server.ts";
import { CaseState } from "./queue-page.tsx";
import { useReasonText } from "./rules-table.tsx";
import { SCREENING_GROUNDS, SCREENING_OUTCOMES } from "./screening-rules.ts";
import type { ScreeningData, ScreeningFormState } from "./work-page.server.ts";

const LIST = "/workspace/screening";
const EMPTY: ScreeningFormState = { errors: {}, refusal: null, typed: {} };

/** One case: the gift, why it is here, what was said so far, and the next step. */
export function ScreeningPage(props: ScreeningData & { state?: ScreeningFormState }) {
  const { found, person, steps, isDone, state = EMPTY } = props;
  const t = useT("screening");
  const reason = useReasonText();
  const rest = (
    <>
      <Section title={t("why")} first>
        <ul>
          {found.reasons.map((one) => (
            <li key={one}>{reason(one)}</li>
          ))}
        </ul>
        {found.list ? <ListNote list={found.list} /> : null}
      </Section>
      <Section title={t("facts")}>
        <GiftFacts found={found} />
      </Section>
      {steps.length > 0 ? (
        <Section title={t("stepsTitle")}>
          <Steps steps={steps} />
        </Section>
      ) : null}
      <p className="note">{t("notPublic")}</p>
    </>
  );
  const side = found.decidedAt ? null : found.outcome && found.proposedAt ? (
    <AnswerSheet found={found} seen={found.proposedAt} person={person} />
  ) : (
    <ProposalSheet state={state} />
  );
  return (
    <div className="wrap">
      <Crumbs items={[{ href: LIST, label: t("queueTitle") }, { label: found.donationId }]} />
      <div className="head">
        <h1>{t("caseOf", { sum: formatYuan(found.amountFen) })}</h1>
        <CaseState found={found} />
      </div>
      {isDone ? <Flash title={t("done")} /> : null}
      {state.refusal ? <Flash tone="bad" title={t(`refuse_${state.refusal}`)} /> : null}
      {found.decidedAt && found.outcome === "refund" ? (
        <p>
          {t("refundNext")} <a href={`/workspace/refunds/${found.donationId}`}>{t("refundLink")}</a>
        </p>
      ) : null}
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

function ListNote({ list }: { list: NonNullable<ScreeningCase["list"]> }) {
  const t = useT("screening");
  return (
    <>
      <p>
        {t("listNamed", { source: list.source, reference: list.reference || t("noReference") })}{" "}
        <DateText value={list.issuedOn} />
        {list.entry ? ` · ${t("listEntry", { entry: list.entry })}` : null}
      </p>
      <p className="note">{t("onlyALook")}</p>
    </>
  );
}

function GiftFacts({ found }: { found: ScreeningCase }) {
  const t = useT("screening");
  const lang = useLang();
  return (
    <>
      <Pairs
        items={[
          { term: t("amount"), value: <Money fen={found.amountFen} /> },
          { term: t("fund"), value: inLang(lang, found.fundTitle, found.fundTitleEn) },
          { term: t("way"), value: t(`way_${found.provider}`) },
          ...(found.countedAt
            ? [{ term: t("countedAt"), value: <DateText value={found.countedAt} precision="minute" /> }]
            : []),
          { term: t("donorName"), value: found.donorName ?? t("noName") },
        ]}
      />
      <p>
        <a href={`/donations/${found.donationId}`}>{t("giftPage")}</a>
      </p>
    </>
  );
}

function Steps({ steps }: { steps: readonly ScreeningStep[] }) {
  const t = useT("screening");
  return (
    <ol>
      {steps.map((one) => (
        <li key={one.number}>
          {t(`step_${one.step}`)} · {t(`outcome_${one.outcome}`)} · {t(`ground_${one.ground}`)}
          {one.reportRef ? ` · ${one.reportRef}` : null}{" "}
          <small>
            {one.by} <DateText value={one.at} precision="minute" />
          </small>
        </li>
      ))}
    </ol>
  );
}

function ProposalSheet({ state }: { state: ScreeningFormState }) {
  const t = useT("screening");
  const errorOf = (field: string) => {
    const key = state.errors[field];
    return key ? t(key as "errOutcome") : undefined;
  };
  return (
    <>
      <h2 id="do">{t("proposeTitle")}</h2>
      <form method="post" noValidate>
        <RadioList
          legend={t("outcome")}
          name="outcome"
          value={state.typed.outcome}
          error={errorOf("outcome")}
          options={SCREENING_OUTCOMES.map((value) => ({
            value,
            label: t(`outcome_${value}`),
            help: t(`outcomeHelp_${value}`),
          }))}
        />
        <Select
          name="ground"
          label={t("ground")}
          blank
          defaultValue={state.typed.ground ?? ""}
          error={errorOf("ground")}
          options={SCREENING_GROUNDS.map((value) => ({ value, label: t(`ground_${value}`) }))}
        />
        <TextField
          name="reportRef"
          label={t("reportRef")}
          help={t("reportRefHelp")}
          optional
          defaultValue={state.typed.reportRef ?? ""}
          error={errorOf("reportRef")}
        />
        <p className="field">
          <SubmitButton full>{t("propose")}</SubmitButton>
        </p>
      </form>
    </>
  );
}

function AnswerSheet(props: { found: ScreeningCase; seen: Date; person: ScreeningData["person"] }) {
  const { found, seen, person } = props;
  const t = useT("screening");
  const mayAnswer = person.mayApprove && found.proposedById !== person.userId;
  return (
    <>
      <h2 id="do">{t("answerTitle")}</h2>
      {found.outcome && found.ground ? (
        <p>
          {t(`outcome_${found.outcome}`)} · {t(`ground_${found.ground}`)}
          {found.reportRef ? ` · ${found.reportRef}` : null}
        </p>
      ) : null}
      {mayAnswer ? (
        <form method="post" className="acts">
          <input type="hidden" name="seen" value={seen.toISOString()} />
          <SubmitButton name="answer" value="agree">
            {t("agree")}
          </SubmitButton>
          <SubmitButton name="answer" value="send-back" quiet>
            {t("sendBack")}
          </SubmitButton>
        </form>
      ) : (
        <p className="note">{t("secondPerson")}</p>
      )}
    </>
  );
}
