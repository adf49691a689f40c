import { randomUUID } from "node:crypto";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { figuresIn, fundFigures } from "#app/features/funds/queries.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { EMPTY_FORM, typedText } from "#app/features/projects/form-state.ts";
import { progressOf } from "#app/features/projects/parts.server.ts";
import { progressFromForm } from "#app/features/projects/progress-form.server.ts";
import { ProgressPage } from "#app/features/projects/progress-page.tsx";
import { projectForm, requireWorkProject } from "#app/features/projects/work-project.server.ts";
import { MAX_PICTURE_BYTES } from "#app/lib/picture.server.ts";
import { richText } from "#app/lib/rich-text.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("projects")("progressTitle"));

export async function loader(args: LoaderFunctionArgs) {
  const { project, today, isDone } = await requireWorkProject(args);
  const [entries, figures] = await Promise.all([progressOf(project.id), fundFigures([project.id])]);
  const { raisedFen, disbursedFen, deliveredFen } = figuresIn(figures, project.id, new Date());
  // The entry published last, whatever day it tells of: the next one goes on from its figures.
  const last = [...entries].sort((a, b) => b.firstPublishedAt.getTime() - a.firstPublishedAt.getTime())[0];
  const asked = new URL(args.request.url).searchParams.get("correct");
  return {
    project,
    entries,
    corrected: entries.find(({ id }) => id === asked) ?? null,
    since: {
      raisedFen: raisedFen - (last?.raisedFen ?? 0n),
      disbursedFen: disbursedFen - (last?.disbursedFen ?? 0n),
      deliveredFen: deliveredFen - (last?.deliveredFen ?? 0n),
    },
    formId: randomUUID(),
    today,
    isDone,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { form, acting } = await projectForm(args, MAX_PICTURE_BYTES + 256 * 1024);
  if (form.get("intent") === "preview") {
    const typed = typedText(form);
    return data({ state: { ...EMPTY_FORM, typed }, preview: richText(typed.body ?? "") });
  }
  const result = await progressFromForm(form, acting);
  if (result.ok) throw redirect(`/workspace/projects/${acting.fundId}/progress?done=1`);
  return data({ state: result.state, preview: null }, { status: 422 });
}

export default function ProjectProgress() {
  const answer = useActionData<typeof action>();
  return (
    <ProgressPage
      {...useLoaderData<typeof loader>()}
      state={answer?.state ?? EMPTY_FORM}
      preview={answer?.preview ?? null}
    />
  );
}
