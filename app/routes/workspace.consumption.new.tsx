import { randomUUID } from "node:crypto";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { openCampaign } from "#app/features/consumption/campaigns/open-campaign.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { EMPTY_FORM, typedText } from "#app/features/projects/form-state.ts";
import {
  begunProjects,
  keepProjectDraft,
  projectDraftKey,
} from "#app/features/projects/project-draft.server.ts";
import { ProjectFormPage } from "#app/features/projects/project-form-page.tsx";
import { createFromForm } from "#app/features/projects/project-forms.server.ts";
import { projectPlaces } from "#app/features/projects/queries.server.ts";
import { requireProjectPerson } from "#app/features/projects/work-project.server.ts";
import { newFundId } from "#app/lib/ids.ts";
import { richText } from "#app/lib/rich-text.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("projects")("newCampaignTitle"));

/** Keeps what is typed by itself, a moment after the last key. */
export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace", hydrate: true };

export async function loader({ request }: LoaderFunctionArgs) {
  const { userId, organizationIds } = await requireProjectPerson(request);
  const organizationId = organizationIds[0] ?? "";
  const [places, begun] = await Promise.all([
    projectPlaces(organizationId),
    begunProjects({ userId, organizationId, kind: "consumption" }),
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

export async function action({ request }: ActionFunctionArgs) {
  const { userId, organizationIds } = await requireProjectPerson(request);
  const form = await request.formData();
  const organizationId = organizationIds[0] ?? "";
  const now = new Date();
  const fundId = String(form.get("fundId") ?? "");
  const key = projectDraftKey({ userId, organizationId, fundId, kind: "consumption" });
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
  const result = await createFromForm(form, { organizationId, userId, now }, openCampaign);
  if (result.ok) throw redirect(`/workspace/projects/${result.fundId}?done=1`);
  const savedAt = await keepProjectDraft(form, key, now);
  return data({ state: result.state, preview: null, savedAt }, { status: 422 });
}

export default function NewCampaign() {
  const answer = useActionData<typeof action>();
  const loaded = useLoaderData<typeof loader>();
  return (
    <ProjectFormPage
      {...loaded}
      savedAt={answer?.savedAt ?? loaded.savedAt}
      kind="consumption"
      project={null}
      warning={null}
      state={answer?.state ?? EMPTY_FORM}
      preview={answer?.preview ?? null}
    />
  );
}
