import { randomUUID } from "node:crypto";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { EMPTY_FORM, typedText } from "#app/features/projects/form-state.ts";
import { projectNoWarning } from "#app/features/projects/project-codes.ts";
import { ProjectFormPage } from "#app/features/projects/project-form-page.tsx";
import { editFromForm } from "#app/features/projects/project-forms.server.ts";
import { projectPlaces, type WorkProject } from "#app/features/projects/queries.server.ts";
import { projectForm, requireWorkProject } from "#app/features/projects/work-project.server.ts";
import { fenToYuan } from "#app/lib/money.ts";
import { richText } from "#app/lib/rich-text.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("projects")("editTitle"));

export async function loader(args: LoaderFunctionArgs) {
  const { project } = await requireWorkProject(args);
  const { id, title, titleEn } = project;
  return {
    project: { id, title, titleEn, isPublished: project.publishedAt !== null },
    places: await projectPlaces(project.organizationId),
    values: valuesOf(project),
    warning: projectNoWarning(project.projectNo, project.uscc),
  };
}

/** The form as it was saved last. */
function valuesOf(project: WorkProject): Record<string, string> {
  return {
    fundId: project.id,
    formId: randomUUID(),
    title: project.title,
    titleEn: project.titleEn,
    lead: project.lead,
    leadEn: project.leadEn,
    story: project.story,
    storyEn: project.storyEn,
    projectNo: project.projectNo,
    isPublicCampaign: project.isPublicCampaign ? "yes" : "no",
    beneficiaryGroup: project.beneficiaryGroup,
    beneficiaries: project.beneficiaries,
    beneficiariesEn: project.beneficiariesEn,
    category: project.category,
    workingMode: project.workingMode,
    divisionCode: project.divisionCode,
    startsOn: project.startsOn ?? "",
    endsOn: project.endsOn ?? "",
    goal: project.goalFen === null ? "" : fenToYuan(project.goalFen),
    surplus: project.surplus,
    surplusEn: project.surplusEn,
    amountHint: project.amountHint,
    amountHintEn: project.amountHintEn,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { form, acting } = await projectForm(args);
  if (form.get("intent") === "preview") {
    const typed = typedText(form);
    return data({ state: { ...EMPTY_FORM, typed }, preview: richText(typed.story ?? "") });
  }
  const result = await editFromForm(form, acting);
  if (result.ok) throw redirect(`/workspace/projects/${acting.fundId}?done=1`);
  return data({ state: result.state, preview: null }, { status: 422 });
}

export default function EditProject() {
  const answer = useActionData<typeof action>();
  return (
    <ProjectFormPage
      {...useLoaderData<typeof loader>()}
      state={answer?.state ?? EMPTY_FORM}
      preview={answer?.preview ?? null}
    />
  );
}
