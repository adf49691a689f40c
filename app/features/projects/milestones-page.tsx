import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CheckboxField, RadioList } from "#app/ui/choices.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { errorOf, type FormState } from "./form-state.ts";
import { MilestonesTable } from "./milestones-table.tsx";
import type { ShownMilestone } from "./parts.server.ts";
import type { WorkProject } from "./queries.server.ts";
import { SubPage } from "./sub-page.tsx";

export interface MilestonesPageProps {
  project: WorkProject;
  milestones: ShownMilestone[];
  /** The milestone to report on or to take back; null: the list with the form of a new one. */
  chosen: ShownMilestone | null;
  formId: string;
  today: string;
  isDone: boolean;
  state: FormState;
}

/** What is promised by when. One thing per page: a milestone that is chosen has its own two forms. */
export function MilestonesPage(props: MilestonesPageProps) {
  const { project, milestones, chosen } = props;
  const t = useT("projects");
  const lang = useLang();
  const own = `/workspace/projects/${project.id}`;
  const live = milestones.filter(({ retiredAt }) => !retiredAt);
  return (
    <SubPage
      {...props}
      title={chosen ? inLang(lang, chosen.title, chosen.titleEn) : t("milestones")}
      lead={t("milestonesLead")}
    >
      {milestones.length === 0 ? (
        <p className="note">{t("milestonesNone")}</p>
      ) : (
        <MilestonesTable
          milestones={chosen ? [chosen] : milestones}
          fileHref={(file) => `${own}/files/${file.id}`}
        />
      )}
      {chosen ? (
        <ChosenForms {...props} chosen={chosen} />
      ) : (
        <>
          {project.publishedAt && live.length > 0 ? (
            <p className="plain">
              {t("reportOn")}{" "}
              {live.map((milestone) => (
                <a key={milestone.id} href={`${own}/milestones?milestone=${milestone.id}`} className="line">
                  {inLang(lang, milestone.title, milestone.titleEn)}
                </a>
              ))}
            </p>
          ) : null}
          {project.state === "ended" ? null : <SetForm {...props} />}
        </>
      )}
    </SubPage>
  );
}

function useField(state: FormState) {
  const t = useT("projects");
  return (name: string) => ({ name, defaultValue: state.typed[name], error: errorOf(t, state, name) });
}

function SetForm({ state, formId }: MilestonesPageProps) {
  const t = useT("projects");
  const field = useField(state);
  return (
    <Section title={t("setMilestone")}>
      <form method="post" className="form-page">
        <input type="hidden" name="formId" value={state.typed.formId ?? formId} />
        <TextField label={t("milestoneTitle")} help={t("milestoneHelp")} maxLength={80} {...field("title")} />
        <TextField label={t("titleEn")} optional maxLength={160} {...field("titleEn")} />
        <TextField type="date" label={t("dueOn")} {...field("dueOn")} />
        <RadioList
          legend={t("targetLegend")}
          name="targetKind"
          value={state.typed.targetKind ?? "done"}
          error={errorOf(t, state, "targetKind")}
          options={[
            { value: "done", label: t("targetKind_done") },
            { value: "count", label: t("targetKind_count") },
            { value: "amount", label: t("targetKind_amount") },
          ]}
        />
        <TextField label={t("targetCount")} optional inputMode="numeric" {...field("targetCount")} />
        <TextField label={t("unit")} optional maxLength={20} {...field("unit")} />
        <MoneyInput label={t("targetFen")} optional {...field("targetFen")} />
        <p className="field">
          <SubmitButton full name="intent" value="set">
            {t("setMilestone")}
          </SubmitButton>
        </p>
      </form>
    </Section>
  );
}

function ChosenForms({ chosen, state, formId, today }: MilestonesPageProps & { chosen: ShownMilestone }) {
  const t = useT("projects");
  const field = useField(state);
  const isReport = state.typed.intent !== "retire";
  return (
    <>
      <Section title={t("report")}>
        <form method="post" encType="multipart/form-data" className="form-page">
          <input type="hidden" name="formId" value={isReport ? (state.typed.formId ?? formId) : formId} />
          <input type="hidden" name="milestoneId" value={chosen.id} />
          <TextField type="date" label={t("reachedDay")} max={today} {...field("reachedOn")} />
          {chosen.targetKind === "count" ? (
            <TextField
              label={t("reachedCount", { unit: chosen.unit })}
              inputMode="numeric"
              {...field("reachedCount")}
            />
          ) : null}
          {chosen.targetKind === "amount" ? (
            <MoneyInput label={t("reachedFen")} {...field("reachedFen")} />
          ) : null}
          <TextField label={t("note")} optional maxLength={300} {...field("note")} />
          <TextField label={t("noteEn")} optional maxLength={600} {...field("noteEn")} />
          <FileField
            label={t("files")}
            help={t("filesHelp")}
            name="files"
            multiple
            error={errorOf(t, state, "files")}
          />
          <CheckboxField
            name="isPublic"
            label={t("filesPublic")}
            help={t("filesPublicHelp")}
            defaultChecked={state.typed.isPublic === "yes"}
          />
          <p className="field">
            <SubmitButton full name="intent" value="report">
              {t("sendReport")}
            </SubmitButton>
          </p>
        </form>
      </Section>
      <Section title={t("retire")}>
        <form method="post" className="form-page">
          <input type="hidden" name="formId" value={chosen.id} />
          <TextField
            label={t("retireWhy")}
            help={t("retireHelp")}
            name="why"
            maxLength={300}
            defaultValue={state.typed.why}
            error={errorOf(t, state, "why")}
          />
          <p className="field">
            <SubmitButton quiet name="intent" value="retire">
              {t("retire")}
            </SubmitButton>
          </p>
        </form>
      </Section>
    </>
  );
}
