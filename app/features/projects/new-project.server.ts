import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { newFundId } from "#app/lib/ids.ts";
import { richText } from "#app/lib/rich-text.server.ts";
import { EMPTY_FORM, typedText } from "./form-state.ts";
import type { ProjectKind } from "./project-codes.ts";
import { begunProjects, keepProjectDraft, projectDraftKey } from "./project-draft.server.ts";
import { createFromForm } from "./project-forms.server.ts";
import { projectPlaces } from "./queries.server.ts";
import { type CreateProjectResult, createProject, type SaveInput } from "./save-project.server.ts";
import { requireProjectPerson } from "./work-project.server.ts";

/** An empty form of a kind, or the one that was begun and is asked for, and what else was begun. */
export async function loadNewProject({ request }: LoaderFunctionArgs, kind: ProjectKind) {
  const { userId, organizationIds } = await requireProjectPerson(request);
  const organizationId = organizationIds[0] ?? "";
  const [places, begun] = await Promise.all([
    projectPlaces(organizationId),
    begunProjects({ userId, organizationId, kind }),
  ]);
  const asked = new URL(request.url).searchParams.get("draft");
  const draft = begun.find(({ subject }) => subject === asked);
  const fresh: Record<string, string> = {
    fundId: newFundId(),
    formId: randomUUID(),
    isPublicCampaign: "yes",
  };
  return {
    places,
    values: draft?.typed ?? fresh,
    savedAt: draft?.savedAt ?? null,
    begun: begun
      .filter(({ subject }) => subject !== asked)
      .map(({ subject, typed, savedAt }) => ({ subject, title: typed.title ?? "", savedAt })),
  };
}

/** Keeps the form as it is, shows the story as it will look, or makes the draft and leads to its page. */
export async function actOnNewProject(
  { request }: ActionFunctionArgs,
  kind: ProjectKind,
  create: (input: SaveInput) => Promise<CreateProjectResult> = createProject,
) {
  const { userId, organizationIds } = await requireProjectPerson(request);
  const form = await request.formData();
  const organizationId = organizationIds[0] ?? "";
  const now = new Date();
  const fundId = String(form.get("fundId") ?? "");
  const key = projectDraftKey({ userId, organizationId, fundId, kind });
  if (form.get("intent") === "save-draft") {
    const savedAt = await keepProjectDraft(form, key, now);
    const state = { ...EMPTY_FORM, typed: typedText(form) };
    return data({ state, preview: null, savedAt }, { status: savedAt ? 200 : 413 });
  }
  if (form.get("intent") === "preview") {
    const typed = typedText(form);
    const state = { ...EMPTY_FORM, typed };
    return data({ state, preview: richText(typed.story ?? ""), savedAt: null }, { status: 200 });
  }
  const result = await createFromForm(form, { organizationId, userId, now }, create);
  if (result.ok) throw redirect(`/workspace/projects/${result.fundId}?done=1`);
  const savedAt = await keepProjectDraft(form, key, now);
  return data({ state: result.state, preview: null, savedAt }, { status: 422 });
}
