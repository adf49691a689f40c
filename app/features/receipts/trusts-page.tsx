import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type { TrustTiming } from "./decide-timing.server.ts";
import type { FormState } from "./form-state.ts";
import { sayRefusal } from "./form-state.ts";

interface TrustsPageProps {
  trusts: TrustTiming[];
  isDone: boolean;
  state: FormState;
}

/** When each charitable trust gives its receipts: at the set-up or when it spends, never both. */
export function TrustsPage({ trusts, isDone, state }: TrustsPageProps) {
  const t = useT("receipts");
  const lang = useLang();
  return (
    <div className="wrap form-page">
      <h1>{t("trustTitle")}</h1>
      <p className="lead">{t("trustLead")}</p>
      {isDone ? <Flash tone="done" title={t("recorded")} /> : null}
      {state.refusal ? <Flash tone="bad" title={sayRefusal(t, state.refusal)} /> : null}
      {trusts.length === 0 ? <EmptyState title={t("trustNone")}>{t("trustNoneText")}</EmptyState> : null}
      {trusts.map((trust) => (
        <Section key={trust.id} title={inLang(lang, trust.title, trust.titleEn)} id={trust.id}>
          <p>
            {trust.timing === null ? (
              <State tone="wait">{t("timingUndecided")}</State>
            ) : (
              <State tone="done">{t(TIMING_WORDS[trust.timing])}</State>
            )}
          </p>
          <form method="post" action="/workspace/receipts/trusts">
            <input type="hidden" name="trust" value={trust.id} />
            <RadioList
              legend={t("timing")}
              name="timing"
              id={`timing-${trust.id}`}
              value={trust.timing}
              options={[
                { value: "at-setup", label: t("timingSetup"), help: t("timingSetupHelp") },
                { value: "at-spend", label: t("timingSpend"), help: t("timingSpendHelp") },
              ]}
            />
            <p className="field">
              <SubmitButton quiet>{t("timingButton")}</SubmitButton>
            </p>
          </form>
        </Section>
      ))}
      <p className="note">{t("timingSource")}</p>
    </div>
  );
}

const TIMING_WORDS = { "at-setup": "timingSetup", "at-spend": "timingSpend" } as const;
