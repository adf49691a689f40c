import { FUND_CATEGORIES } from "#app/features/funds/categories.ts";
import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import type { RichNode } from "#app/lib/rich-text.ts";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { DraftKeeper } from "#app/ui/draft-keeper.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { RichText } from "#app/ui/rich-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { FormNotes } from "./form-notes.tsx";
import { errorOf, type FormState } from "./form-state.ts";
import {
  BENEFICIARY_GROUPS,
  type ProjectKind,
  type ProjectNoWarning,
  WORKING_MODES,
} from "./project-codes.ts";
import type { ProjectPlace } from "./queries.server.ts";
import { workListOf } from "./work-list.ts";

export interface ProjectFormPageProps {
  kind: ProjectKind;
  /** Null for a new one. */
  project: { id: string; title: string; titleEn: string; isPublished: boolean } | null;
  /** What stands in the fields at first. */
  values: Record<string, string>;
  places: ProjectPlace[];
  warning: ProjectNoWarning | null;
  state: FormState;
  preview: RichNode[] | null;
  /** When what stands in the form was kept as a draft; null if never. */
  savedAt: Date | null;
  /** Other projects that this person began and did not finish. */
  begun: { subject: string; title: string; savedAt: Date }[];
}

/** The national project form, and what the public page shows beside it. */
export function ProjectFormPage(props: ProjectFormPageProps) {
  const { project, state, preview } = props;
  const t = useT("projects");
  const lang = useLang();
  const list = workListOf(props.kind, t);
  const own = project && {
    href: `/workspace/projects/${project.id}`,
    label: inLang(lang, project.title, project.titleEn),
  };
  return (
    <div className="wrap form-page">
      <Crumbs items={own ? [list, own] : [list]} />
      <h1>{t(project ? "editTitle" : props.kind === "consumption" ? "newCampaignTitle" : "newTitle")}</h1>
      <p className="lead">{t(project?.isPublished ? "editPublishedLead" : "formLead")}</p>
      <FormNotes state={state} />
      {preview ? (
        <section className="sheet" aria-labelledby="preview">
          <h2 id="preview">{t("previewTitle")}</h2>
          <RichText nodes={preview} />
        </section>
      ) : null}
      {props.begun.length > 0 ? (
        <ul className="plain">
          {props.begun.map((draft) => (
            <li key={draft.subject}>
              <a href={`${list.href}/new?draft=${draft.subject}`}>
                {t("goOn", { title: draft.title || t("untitled") })}
              </a>{" "}
              <DateText value={draft.savedAt} precision="minute" />
            </li>
          ))}
        </ul>
      ) : null}
      <form method="post">
        <input type="hidden" name="fundId" value={typedOr(props, "fundId")} />
        <input type="hidden" name="formId" value={typedOr(props, "formId")} />
        <NameFields {...props} />
        <ServiceFields {...props} />
        <StoryFields {...props} />
        <MoneyFields {...props} />
        {project?.isPublished ? (
          <TextField label={t("why")} help={t("whyHelp")} maxLength={300} {...field(props, "why", t)} />
        ) : null}
        <p className="acts">
          <SubmitButton>{t(project ? "save" : "create")}</SubmitButton>
          <SubmitButton quiet name="intent" value="preview">
            {t("preview")}
          </SubmitButton>
        </p>
        <DraftKeeper savedAt={props.savedAt} />
      </form>
    </div>
  );
}

const typedOr = ({ state, values }: ProjectFormPageProps, name: string): string =>
  state.typed[name] ?? values[name] ?? "";

function field(props: ProjectFormPageProps, name: string, t: ReturnType<typeof useT<"projects">>) {
  return { name, defaultValue: typedOr(props, name), error: errorOf(t, props.state, name) };
}

function NameFields(props: ProjectFormPageProps) {
  const t = useT("projects");
  return (
    <Section title={t("partName")} first>
      <TextField label={t("title")} help={t("titleHelp")} maxLength={40} {...field(props, "title", t)} />
      <TextField label={t("titleEn")} optional maxLength={80} {...field(props, "titleEn", t)} />
      <RadioList
        legend={t("isPublic")}
        help={t("isPublicHelp")}
        name="isPublicCampaign"
        value={typedOr(props, "isPublicCampaign")}
        error={errorOf(t, props.state, "isPublicCampaign")}
        options={[
          { value: "yes", label: t("publicYes") },
          { value: "no", label: t("publicNo") },
        ]}
      />
      <TextField
        label={t("projectNo")}
        help={props.warning ? t(`projectNo_${props.warning}`) : t("projectNoHelp")}
        optional
        maxLength={40}
        autoComplete="off"
        {...field(props, "projectNo", t)}
      />
    </Section>
  );
}

function ServiceFields(props: ProjectFormPageProps) {
  const t = useT("projects");
  const tFunds = useT("funds");
  const lang = useLang();
  return (
    <Section title={t("partService")}>
      <Select
        label={t("group")}
        blank
        options={BENEFICIARY_GROUPS.map((value) => ({ value, label: t(`group_${value}`) }))}
        {...field(props, "beneficiaryGroup", t)}
      />
      <TextField
        label={t("beneficiaries")}
        help={t("beneficiariesHelp")}
        maxLength={200}
        {...field(props, "beneficiaries", t)}
      />
      <TextField
        label={t("beneficiariesEn")}
        optional
        maxLength={400}
        {...field(props, "beneficiariesEn", t)}
      />
      <Select
        label={t("category")}
        blank
        options={FUND_CATEGORIES.map((value) => ({ value, label: tFunds(`cat_${value}`) }))}
        {...field(props, "category", t)}
      />
      <Select
        label={t("mode")}
        blank
        options={WORKING_MODES.map((value) => ({ value, label: t(`mode_${value}`) }))}
        {...field(props, "workingMode", t)}
      />
      <Select
        label={t("place")}
        blank
        options={props.places.map((place) => ({
          value: place.code,
          label: inLang(lang, place.name, place.nameEn),
        }))}
        {...field(props, "divisionCode", t)}
      />
      <Fieldset legend={t("period")} help={t("periodHelp")} id="period">
        <TextField type="date" label={t("startsOn")} {...field(props, "startsOn", t)} />
        <TextField type="date" label={t("endsOn")} {...field(props, "endsOn", t)} />
      </Fieldset>
    </Section>
  );
}

function StoryFields(props: ProjectFormPageProps) {
  const t = useT("projects");
  return (
    <Section title={t("partStory")}>
      <TextField label={t("leadField")} help={t("leadHelp")} maxLength={100} {...field(props, "lead", t)} />
      <TextField label={t("leadEn")} optional maxLength={200} {...field(props, "leadEn", t)} />
      <TextArea label={t("story")} help={t("storyHelp")} rows={14} {...field(props, "story", t)} />
      <TextArea label={t("storyEn")} optional rows={8} {...field(props, "storyEn", t)} />
    </Section>
  );
}

function MoneyFields(props: ProjectFormPageProps) {
  const t = useT("projects");
  return (
    <Section title={t("partMoney")}>
      <MoneyInput label={t("goal")} help={t("goalHelp")} optional {...field(props, "goal", t)} />
      <TextField
        label={t("amountHint")}
        help={t("amountHintHelp")}
        optional
        maxLength={100}
        {...field(props, "amountHint", t)}
      />
      <TextField label={t("amountHintEn")} optional maxLength={200} {...field(props, "amountHintEn", t)} />
      <TextArea label={t("surplus")} help={t("surplusHelp")} rows={3} {...field(props, "surplus", t)} />
      <TextArea label={t("surplusEn")} optional rows={3} {...field(props, "surplusEn", t)} />
    </Section>
  );
}
