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
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { budgetFromForm } from "#app/features/projects/budget-form.server.ts";
import { BudgetPage } from "#app/features/projects/budget-page.tsx";
import { EMPTY_FORM } from "#app/features/projects/form-state.ts";
import { budgetVersionsOf } from "#app/features/projects/parts.server.ts";
import { projectForm, requireWorkProject } from "#app/features/projects/work-project.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("projects")("budgetTitle"));

export async function loader(args: LoaderFunctionArgs) {
  const { project, isDone } = await requireWorkProject(args);
  const [budget, versions] = await Promise.all([fundBudget(project.id), budgetVersionsOf(project.id)]);
  return { project, budget, versions, formId: randomUUID(), isDone };
}

export async function action(args: ActionFunctionArgs) {
  const { form, acting } = await projectForm(args);
  const result = await budgetFromForm(form, acting);
  if (result.ok) throw redirect(`/workspace/projects/${acting.fundId}/budget?done=1`);
  return data({ state: result.state }, { status: 422 });
}

export default function ProjectBudget() {
  return (
    <BudgetPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_FORM}
    />
  );
}
