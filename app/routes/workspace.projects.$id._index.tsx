import { randomUUID } from "node:crypto";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { fundBudget } from "#app/features/funds/fund-books.server.ts";
import { figuresIn, fundFigures } from "#app/features/funds/queries.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { EMPTY_FORM } from "#app/features/projects/form-state.ts";
import { lifeFromForm } from "#app/features/projects/life-forms.server.ts";
import { endingsOf, milestonesOf, picturesOf, progressOf } from "#app/features/projects/parts.server.ts";
import { ProjectHome } from "#app/features/projects/project-home.tsx";
import { projectForm, requireWorkProject } from "#app/features/projects/work-project.server.ts";
import { richText } from "#app/lib/rich-text.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("projects")("homeTitle"));

export async function loader(args: LoaderFunctionArgs) {
  const { person, project, today, isDone } = await requireWorkProject(args);
  const [figures, budget, milestones, pictures, endings, entries] = await Promise.all([
    fundFigures([project.id]),
    fundBudget(project.id),
    milestonesOf(project.id, today),
    picturesOf(project.id),
    endingsOf(project.id),
    progressOf(project.id),
  ]);
  return {
    project,
    person,
    figures: figuresIn(figures, project.id, new Date()),
    budget,
    milestones,
    pictures,
    endings,
    progressCount: entries.length,
    story: richText(project.story),
    formId: randomUUID(),
    isDone,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { form, acting } = await projectForm(args);
  const result = await lifeFromForm(form, acting);
  if (result.ok) throw redirect(`/workspace/projects/${acting.fundId}?done=1`);
  return data({ state: result.state }, { status: 422 });
}

export default function Project() {
  return (
    <ProjectHome
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_FORM}
    />
  );
}
