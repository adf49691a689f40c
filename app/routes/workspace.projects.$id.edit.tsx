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
import {
  findProjectDraft,
  keepProjectDraft,
  projectDraftKey,
} from "#app/features/projects/project-draft.server.ts";
import { ProjectFormPage } from "#app/features/projects/project-form-page.tsx";
import { editFromForm } from "#app/features/projects/project-forms.server.ts";
import { projectPlaces, type WorkProject } from "#app/features/projects/queries.server.ts";
import { projectForm, requireWorkProject } from "#app/features/projects/work-project.server.ts";
import { fenToYuan } from "#app/lib/money.ts";
import { richText } from "#app/lib/rich-text.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("projects")("editTitle"));

/** Keeps what is typed by itself, a moment after the last key. */
export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace", hydrate: true };

export async function loader(args: LoaderFunctionArgs) {
  const { project, person } = await requireWorkProject(args);
  const { id, title, titleEn, organizationId } = project;
  const draft = await findProjectDraft(
    projectDraftKey({ userId: person.userId, organizationId, fundId: id, kind: project.kind }),
  );
  return {
    kind: project.kind,
    project: { id, title, titleEn, isPublished: project.publishedAt !== null },
    places: await projectPlaces(project.organizationId),
    values: { ...valuesOf(project), ...draft?.typed },
    savedAt: draft?.savedAt ?? null,
    begun: [],
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
  const { form, acting, project } = await projectForm(args);
  const key = projectDraftKey({ ...acting, kind: project.kind });
  if (form.get("intent") === "save-draft") {
    const savedAt = await keepProjectDraft(form, key, acting.now);
    const state = { ...EMPTY_FORM, typed: typedText(form) };
    return data({ state, preview: null, savedAt }, { status: savedAt ? 200 : 413 });
  }
  if (form.get("intent") === "preview") {
    const typed = typedText(form);
    const state = { ...EMPTY_FORM, typed };
    return data({ state, preview: richText(typed.story ?? ""), savedAt: null }, { status: 200 });
  }
  const result = await editFromForm(form, acting);
  if (result.ok) throw redirect(`/workspace/projects/${acting.fundId}?done=1`);
  const savedAt = await keepProjectDraft(form, key, acting.now);
  return data({ state: result.state, preview: null, savedAt }, { status: 422 });
}

export default function EditProject() {
  const answer = useActionData<typeof action>();
  const loaded = useLoaderData<typeof loader>();
  return (
    <ProjectFormPage
      {...loaded}
      savedAt={answer?.savedAt ?? loaded.savedAt}
      state={answer?.state ?? EMPTY_FORM}
      preview={answer?.preview ?? null}
    />
  );
}
