import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { openCampaign } from "#app/features/consumption/campaigns/open-campaign.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { EMPTY_FORM } from "#app/features/projects/form-state.ts";
import { actOnNewProject, loadNewProject } from "#app/features/projects/new-project.server.ts";
import { ProjectFormPage } from "#app/features/projects/project-form-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("projects")("newCampaignTitle"));

/** Keeps what is typed by itself, a moment after the last key. */
export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace", hydrate: true };

export const loader = (args: LoaderFunctionArgs) => loadNewProject(args, "consumption");
export const action = (args: ActionFunctionArgs) => actOnNewProject(args, "consumption", openCampaign);

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
