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
import { picturesOf } from "#app/features/projects/parts.server.ts";
import { pictureFromForm } from "#app/features/projects/picture-forms.server.ts";
import { PicturesPage } from "#app/features/projects/pictures-page.tsx";
import { projectForm, requireWorkProject } from "#app/features/projects/work-project.server.ts";
import { MAX_PICTURE_BYTES } from "#app/lib/picture.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("projects")("pictures"));

export async function loader(args: LoaderFunctionArgs) {
  const { project, isDone } = await requireWorkProject(args);
  return { project, pictures: await picturesOf(project.id), formId: randomUUID(), isDone };
}

export async function action(args: ActionFunctionArgs) {
  const { form, acting } = await projectForm(args, MAX_PICTURE_BYTES + 256 * 1024);
  const result = await pictureFromForm(form, acting);
  if (result.ok) throw redirect(`/workspace/projects/${acting.fundId}/pictures?done=1`);
  return data({ state: result.state }, { status: 422 });
}

export default function ProjectPictures() {
  return (
    <PicturesPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_FORM}
    />
  );
}
