import type { FundFigures } from "#app/features/funds/figures.ts";
import type { BudgetLine } from "#app/features/funds/fund-books.server.ts";
import { FundBudget } from "#app/features/funds/fund-budget.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { fundHref } from "#app/features/funds/kinds.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import type { RichNode } from "#app/lib/rich-text.ts";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Money } from "#app/ui/money.tsx";
import { RichText } from "#app/ui/rich-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { State } from "#app/ui/state.tsx";
import { FormNotes } from "./form-notes.tsx";
import type { FormState } from "./form-state.ts";
import { LifeSheet } from "./life-sheet.tsx";
import { MilestonesTable } from "./milestones-table.tsx";
import type { ShownEnding, ShownMilestone, ShownPicture } from "./parts.server.ts";
import { PictureList } from "./picture-list.tsx";
import { PROJECT_TONES } from "./projects-page.tsx";
import type { WorkProject } from "./queries.server.ts";
import { workListOf } from "./work-list.ts";
import type { ProjectPerson } from "./work-project.server.ts";

export interface ProjectHomeProps {
  project: WorkProject;
  person: ProjectPerson;
  figures: FundFigures;
  budget: BudgetLine[];
  milestones: ShownMilestone[];
  pictures: ShownPicture[];
  endings: ShownEnding[];
  progressCount: number;
  story: RichNode[];
  formId: string;
  isDone: boolean;
  state: FormState;
}

/** One project at work: where it stands, its parts with what may be done to each, and on the side the next step. */
export function ProjectHome(props: ProjectHomeProps) {
  const { project, figures } = props;
  const t = useT("projects");
  const lang = useLang();
  const own = `/workspace/projects/${project.id}`;
  return (
    <div className="wrap">
      <Crumbs items={[workListOf(project.kind, t)]} />
      <div className="head">
        <h1>{inLang(lang, project.title, project.titleEn)}</h1>
        <State tone={PROJECT_TONES[project.state]}>{t(`state_${project.state}`)}</State>
      </div>
      <p className="lead">{inLang(lang, project.lead, project.leadEn)}</p>
      <FormNotes state={props.state} isDone={props.isDone} />
      <Split
        sideClass="sheet"
        sideTitle={{ id: "next", text: t("nextStep") }}
        side={
          <LifeSheet
            project={project}
            person={props.person}
            endings={props.endings}
            formId={props.formId}
            state={props.state}
          />
        }
      >
        {project.kind === "consumption" ? (
          <Section title={t("campaignAgreements")} first>
            <EditLink href={`/workspace/consumption/${project.id}`} text={t("campaignAgreementsLink")} />
          </Section>
        ) : null}
        <Section title={t("partForm")} first={project.kind === "project"}>
          <FormFacts project={project} figures={figures} />
          {project.state === "ended" ? null : <EditLink href={`${own}/edit`} text={t("editLink")} />}
        </Section>
        <FundBudget budget={props.budget} figures={figures} />
        {project.state === "ended" ? null : <EditLink href={`${own}/budget`} text={t("budgetLink")} />}
        <Section title={t("milestones")}>
          {props.milestones.length === 0 ? (
            <p className="note">{t("milestonesNone")}</p>
          ) : (
            <MilestonesTable
              milestones={props.milestones}
              fileHref={(file) => `/workspace/projects/${project.id}/files/${file.id}`}
            />
          )}
          <EditLink href={`${own}/milestones`} text={t("milestonesLink")} />
        </Section>
        <Section title={t("progress")}>
          <p>
            {props.progressCount === 0
              ? t("progressNone")
              : t("progressCount", { count: props.progressCount })}
          </p>
          <EditLink href={`${own}/progress`} text={t("progressLink")} />
        </Section>
        <Section title={t("storyTitle")}>
          <PictureList pictures={props.pictures.filter(({ progressId }) => progressId === null)} />
          <RichText nodes={props.story} />
          <EditLink href={`${own}/pictures`} text={t("picturesLink")} />
        </Section>
      </Split>
    </div>
  );
}

function EditLink({ href, text }: { href: string; text: string }) {
  return (
    <p className="more">
      <a href={href}>{text}</a>
    </p>
  );
}

function FormFacts({ project, figures }: { project: WorkProject; figures: FundFigures }) {
  const t = useT("projects");
  const lang = useLang();
  const rule = inLang(lang, project.surplus, project.surplusEn);
  return (
    <Facts
      plain
      items={[
        { term: t("projectNo"), value: project.projectNo || t("notYet"), code: project.projectNo !== "" },
        {
          term: t("filings"),
          value: (
            <>
              {project.filingNo ? <span className="code">{project.filingNo}</span> : t("notFiled")}{" "}
              <a href={`/workspace/filings?fund=${project.id}`}>{t("filingsLink")}</a>
            </>
          ),
        },
        {
          term: t("period"),
          value: project.startsOn
            ? `${project.startsOn} ${t("to")} ${project.endsOn ?? t("noEnd")}`
            : t("notYet"),
        },
        { term: t("mode"), value: project.workingMode ? t(`mode_${project.workingMode}`) : t("notYet") },
        {
          term: t("group"),
          value: project.beneficiaryGroup ? t(`group_${project.beneficiaryGroup}`) : t("notYet"),
        },
        {
          term: t("beneficiaries"),
          value: inLang(lang, project.beneficiaries, project.beneficiariesEn) || t("notYet"),
        },
        { term: t("surplus"), value: rule || t("notYet") },
        { term: t("raised"), value: <Money fen={figures.raisedFen} /> },
        ...(project.publishedAt
          ? [
              {
                term: t("publicPage"),
                value: <a href={fundHref(project)}>{fundHref(project)}</a>,
              },
              { term: t("publishedAt"), value: <DateText value={project.publishedAt} /> },
            ]
          : []),
      ]}
    />
  );
}
