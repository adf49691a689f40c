import { randomUUID } from "node:crypto";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireAidWorker } from "#app/features/aid/aid-person.server.ts";
import { EMPTY_AID_FORM } from "#app/features/aid/form-state.ts";
import { listLists } from "#app/features/aid/list-queries.server.ts";
import { ListsPage } from "#app/features/aid/lists-page.tsx";
import { listProgrammes } from "#app/features/aid/programme-queries.server.ts";
import { uploadFromForm } from "#app/features/aid/upload-list-form.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aid")("listsTitle"));

const SHOWN = 50;

export async function loader({ request }: LoaderFunctionArgs) {
  const { organizationIds } = await requireAidWorker(request);
  const [lists, programmes] = await Promise.all([
    listLists(organizationIds, SHOWN),
    listProgrammes(organizationIds),
  ]);
  return { lists, programmes, attempt: randomUUID() };
}

export async function action({ request }: ActionFunctionArgs) {
  const worker = await requireAidWorker(request);
  const result = await uploadFromForm(request, worker, new Date());
  if (result.ok) throw redirect(`/workspace/aid/lists/${result.id}`);
  return data({ state: result.state }, { status: 422 });
}

export default function Lists() {
  return (
    <ListsPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_AID_FORM}
    />
  );
}
