import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { agreementHref, campaignHref, merchantHref } from "../pages/hrefs.ts";
import { EvidenceTables } from "./evidence-tables.tsx";
import { useFindingText } from "./finding-text.ts";
import type { SignalData, SignalFormState } from "./load-signals.server.ts";
import type { SignalStepRow } from "./queries.server.ts";
import { BUREAU_LOOKS, SIGNAL_DECISIONS, SIGNALS_AT } from "./signal.ts";
import { figuresOf } from "./signal-rules.ts";
import { SignalMark } from "./signals-page.tsx";

const EMPTY: SignalFormState = { errors: {}, refusal: null, typed: {} };

/** One signal: what was found, the rows behind it, what was said, and the next step of whoever reads it. */
export function SignalPage(props: SignalData & { state?: SignalFormState }) {
  const { side, found, steps, isDone, state = EMPTY } = props;
  const t = useT("consumptionFraud");
  const lang = useLang();
  const at = SIGNALS_AT[side];
  const name = inLang(lang, found.merchantName, found.merchantNameEn);
  const form = formFor(side, found.state, state);
  const rest = <SignalFacts {...props} />;
  return (
    <div className="wrap">
      <Crumbs items={[{ href: at, label: t("title") }, { label: name }]} />
      <div className="head">
        <h1>{t(`kind_${found.kind}`)}</h1>
        <SignalMark signal={found} />
      </div>
      {isDone ? <Flash title={t("done")} /> : null}
      {state.refusal ? <Flash tone="bad" title={t(`refuse_${state.refusal}`)} /> : null}
      {form ? (
        <Split side={form} sideLabelledBy="do" sideClass="sheet review no-print">
          {rest}
        </Split>
      ) : (
        rest
      )}
      {steps.length > 0 ? (
        <Section title={t("stepsTitle")}>
          <Steps steps={steps} />
        </Section>
      ) : null}
      <p className="note">{t("notPublic")}</p>
    </div>
  );
}

/** What the reader may do now; null where it is somebody else's turn. */
function formFor(side: SignalData["side"], stands: SignalData["found"]["state"], state: SignalFormState) {
  if (side === "bureau") return stands === "decided" ? <LookSheet state={state} /> : null;
  return stands === "open" || stands === "asked" ? (
    <DecisionSheet state={state} isAsked={stands === "asked"} />
  ) : null;
}

function SignalFacts({ found, rows, rules, side }: SignalData) {
  const t = useT("consumptionFraud");
  const lang = useLang();
  const textOf = useFindingText();
  const merchant = inLang(lang, found.merchantName, found.merchantNameEn);
  return (
    <>
      <Section title={t("foundTitle")} first>
        <ul>
          {found.evidence.map((finding) => (
            <li key={finding.code + JSON.stringify(finding.figures)}>{textOf(finding)}</li>
          ))}
        </ul>
        <p className="note">
          {t(`rule_${found.kind}`, figuresOf(found.kind, rules))} {t("basisDesign")} ·{" "}
          <DateText value={found.rulesSince} />
        </p>
        <p className="note">{t("onlyALook")}</p>
      </Section>
      <EvidenceTables rows={rows} side={side} campaignSlug={found.fundSlug} />
      <Section title={t("aboutTitle")}>
        <Pairs
          items={[
            {
              term: t("merchant"),
              value: <a href={merchantHref(found.merchantSlug)}>{merchant}</a>,
            },
            {
              term: t("campaign"),
              value: (
                <a href={campaignHref(found.fundSlug)}>{inLang(lang, found.fundTitle, found.fundTitleEn)}</a>
              ),
            },
            {
              term: t("agreement"),
              value: <a href={agreementHref(found.fundSlug, found.agreementId)}>{t("openAgreement")}</a>,
            },
            { term: t("charity"), value: inLang(lang, found.organizationName, found.organizationNameEn) },
            { term: t("openedAt"), value: <DateText value={found.openedAt} precision="minute" /> },
            { term: t("lastSeenAt"), value: <DateText value={found.lastSeenAt} precision="minute" /> },
          ]}
        />
      </Section>
    </>
  );
}

function Steps({ steps }: { steps: readonly SignalStepRow[] }) {
  const t = useT("consumptionFraud");
  return (
    <ol>
      {steps.map(({ number, step, note, by, at }) => (
        <li key={number}>
          {t(`step_${step}`)}：{note}{" "}
          <small>
            {by} <DateText value={at} precision="minute" />
          </small>
        </li>
      ))}
    </ol>
  );
}

function useErrorOf(state: SignalFormState): (field: string) => string | undefined {
  const t = useT("consumptionFraud");
  return (field) => {
    const key = state.errors[field];
    return key ? t(key as "errNote") : undefined;
  };
}

function DecisionSheet({ state, isAsked }: { state: SignalFormState; isAsked: boolean }) {
  const t = useT("consumptionFraud");
  const errorOf = useErrorOf(state);
  const steps = isAsked ? SIGNAL_DECISIONS : (["asked", ...SIGNAL_DECISIONS] as const);
  return (
    <>
      <h2 id="do">{t("decideTitle")}</h2>
      <form method="post" noValidate>
        <RadioList
          legend={t("decideLegend")}
          name="step"
          value={state.typed.step}
          error={errorOf("step")}
          options={steps.map((value) => ({ value, label: t(`step_${value}`), help: t(`stepHelp_${value}`) }))}
        />
        <NoteField state={state} />
        <p className="field">
          <SubmitButton full>{t("decide")}</SubmitButton>
        </p>
      </form>
    </>
  );
}

function LookSheet({ state }: { state: SignalFormState }) {
  const t = useT("consumptionFraud");
  const errorOf = useErrorOf(state);
  return (
    <>
      <h2 id="do">{t("lookTitle")}</h2>
      <form method="post" noValidate>
        <RadioList
          legend={t("lookLegend")}
          name="step"
          value={state.typed.step}
          error={errorOf("step")}
          options={BUREAU_LOOKS.map((value) => ({
            value,
            label: t(`step_${value}`),
            help: t(`stepHelp_${value}`),
          }))}
        />
        <NoteField state={state} />
        <p className="field">
          <SubmitButton full>{t("decide")}</SubmitButton>
        </p>
      </form>
    </>
  );
}

function NoteField({ state }: { state: SignalFormState }) {
  const t = useT("consumptionFraud");
  const errorOf = useErrorOf(state);
  return (
    <TextArea
      name="note"
      label={t("note")}
      help={t("noteHelp")}
      rows={4}
      maxLength={500}
      defaultValue={state.typed.note}
      error={errorOf("note")}
    />
  );
}
