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
import { ProjectFormPage } from "#app/features/projects/project-form-page.tsx";
import { createFromForm } from "#app/features/projects/project-forms.server.ts";
import { projectPlaces } from "#app/features/projects/queries.server.ts";
import { requireProjectPerson } from "#app/features/projects/work-project.server.ts";
import { newFundId } from "#app/lib/ids.ts";
import { richText } from "#app/lib/rich-text.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("projects")("newTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { organizationIds } = await requireProjectPerson(request);
  return {
    places: await projectPlaces(organizationIds[0] ?? ""),
    values: { fundId: newFundId(), formId: randomUUID(), isPublicCampaign: "yes" },
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { userId, organizationIds } = await requireProjectPerson(request);
  const form = await request.formData();
  if (form.get("intent") === "preview") {
    const typed = typedText(form);
    return data({ state: { ...EMPTY_FORM, typed }, preview: richText(typed.story ?? "") });
  }
  const place = { organizationId: organizationIds[0] ?? "", userId, now: new Date() };
  const result = await createFromForm(form, place);
  if (result.ok) throw redirect(`/workspace/projects/${result.fundId}?done=1`);
  return data({ state: result.state, preview: null }, { status: 422 });
}

export default function NewProject() {
  const answer = useActionData<typeof action>();
  return (
    <ProjectFormPage
      {...useLoaderData<typeof loader>()}
      project={null}
      warning={null}
      state={answer?.state ?? EMPTY_FORM}
      preview={answer?.preview ?? null}
    />
  );
}
