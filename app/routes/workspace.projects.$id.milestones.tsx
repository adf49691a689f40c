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
import { EMPTY_FORM } from "#app/features/projects/form-state.ts";
import { milestoneFromForm } from "#app/features/projects/milestone-forms.server.ts";
import { MilestonesPage } from "#app/features/projects/milestones-page.tsx";
import { milestonesOf } from "#app/features/projects/parts.server.ts";
import { projectForm, requireWorkProject } from "#app/features/projects/work-project.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("projects")("milestones"));

/** Some files of evidence at once; each alone is held to its own limit. */
const MAX_FORM_BYTES = 40 * 1024 * 1024;

export async function loader(args: LoaderFunctionArgs) {
  const { project, today, isDone } = await requireWorkProject(args);
  const milestones = await milestonesOf(project.id, today);
  const asked = new URL(args.request.url).searchParams.get("milestone");
  const chosen = milestones.find(({ id, retiredAt }) => id === asked && retiredAt === null) ?? null;
  return { project, milestones, chosen, formId: randomUUID(), today, isDone };
}

export async function action(args: ActionFunctionArgs) {
  const { form, acting } = await projectForm(args, MAX_FORM_BYTES);
  const result = await milestoneFromForm(form, acting);
  if (result.ok) throw redirect(`/workspace/projects/${acting.fundId}/milestones?done=1`);
  return data({ state: result.state }, { status: 422 });
}

export default function ProjectMilestones() {
  return (
    <MilestonesPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_FORM}
    />
  );
}
