import { categoryText, inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { EndState } from "./end-project.server.ts";
import { errorOf, type FormState } from "./form-state.ts";
import type { TargetFund, WorkProject } from "./queries.server.ts";
import { SubPage } from "./sub-page.tsx";

export interface EndPageProps {
  project: WorkProject;
  end: EndState;
  targets: TargetFund[];
  formId: string;
  isDone: boolean;
  state: FormState;
}

/** Propose to end a project, with what becomes of what is left (慈善法 Art. 58). A second person agrees. */
export function EndPage(props: EndPageProps) {
  const { project, end } = props;
  const t = useT("projects");
  const isEnded = project.state === "ended";
  if (project.endAskedById)
    return (
      <SubPage {...props} title={t("endTitle")} lead={t("waitsForEnd")}>
        <p>
          <a href={`/workspace/projects/${project.id}`}>{t("backToProject")}</a>
        </p>
      </SubPage>
    );
  return (
    <SubPage
      {...props}
      title={t(isEnded ? "handleLater" : "endTitle")}
      lead={t(isEnded ? "handleLaterLead" : "endLead")}
    >
      {end.obstacles.length > 0 ? (
        <Callout tone="attention" title={t("endObstacles")}>
          <ul className="plain">
            {end.obstacles.map((obstacle) => (
              <li key={obstacle}>{t(`refuse_${obstacle}`)}</li>
            ))}
          </ul>
        </Callout>
      ) : isEnded && end.leftFen === 0n ? (
        <p className="note">{t("refuse_nothing-left")}</p>
      ) : (
        <EndForm {...props} />
      )}
    </SubPage>
  );
}

function EndForm({ project, end, targets, state, formId }: EndPageProps) {
  const t = useT("projects");
  const tFunds = useT("funds");
  const lang = useLang();
  const field = (name: string) => ({ name, defaultValue: state.typed[name], error: errorOf(t, state, name) });
  const isEmpty = end.leftFen === 0n;
  return (
    <form method="post" className="form-page">
      <input type="hidden" name="formId" value={state.typed.formId ?? formId} />
      <p>{isEmpty ? t("leftNothing") : t("leftAmount", { amount: formatYuan(end.leftFen) })}</p>
      {isEmpty ? (
        <input type="hidden" name="handling" value="none-left" />
      ) : (
        <>
          <p className="note">{t("planSays", { rule: inLang(lang, project.surplus, project.surplusEn) })}</p>
          <RadioList
            legend={t("handling")}
            name="handling"
            value={state.typed.handling}
            error={errorOf(t, state, "handling")}
            options={[
              { value: "per-plan", label: t("handling_per-plan"), help: t("handlingHelp_per-plan") },
              {
                value: "similar-purpose",
                label: t("handling_similar-purpose"),
                help: t("handlingHelp_similar-purpose"),
              },
            ]}
          />
          <Select
            label={t("toFund")}
            help={t("toFundHelp")}
            blank
            options={targets.map((fund) => ({
              value: fund.id,
              label: `${inLang(lang, fund.title, fund.titleEn)} · ${categoryText(fund.category, tFunds)}`,
            }))}
            {...field("toFundId")}
          />
        </>
      )}
      <TextArea label={t("notice")} help={t("noticeHelp")} rows={4} maxLength={500} {...field("notice")} />
      <TextArea label={t("noticeEn")} optional rows={4} maxLength={1_000} {...field("noticeEn")} />
      <p className="field">
        <SubmitButton full>{t("proposeEnd")}</SubmitButton>
      </p>
    </form>
  );
}
