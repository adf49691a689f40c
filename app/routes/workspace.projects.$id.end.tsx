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
import { EndPage } from "#app/features/projects/end-page.tsx";
import { endStateOf } from "#app/features/projects/end-project.server.ts";
import { EMPTY_FORM } from "#app/features/projects/form-state.ts";
import { endFromForm } from "#app/features/projects/life-forms.server.ts";
import { targetFunds } from "#app/features/projects/queries.server.ts";
import { projectForm, requireWorkProject } from "#app/features/projects/work-project.server.ts";
import { db } from "#app/lib/db.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("projects")("endTitle"));

export async function loader(args: LoaderFunctionArgs) {
  const { project, isDone } = await requireWorkProject(args);
  if (!project.publishedAt) throw new Response(null, { status: 404 });
  const [end, targets] = await Promise.all([
    endStateOf(db, project.id, new Date()),
    targetFunds(project.organizationId, project.id),
  ]);
  return { project, end, targets, formId: randomUUID(), isDone };
}

export async function action(args: ActionFunctionArgs) {
  const { form, acting } = await projectForm(args);
  const result = await endFromForm(form, acting);
  if (result.ok) throw redirect(`/workspace/projects/${acting.fundId}?done=1`);
  return data({ state: result.state }, { status: 422 });
}

export default function EndProject() {
  return (
    <EndPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_FORM}
    />
  );
}
