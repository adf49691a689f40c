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
import { actOnProgrammes, loadProgrammes } from "#app/features/aid/load-programmes.server.ts";
import { ProgrammesPage } from "#app/features/aid/programmes-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aid")("programmesTitle"));

export const loader = ({ request }: LoaderFunctionArgs) => loadProgrammes(request, new Date());

export async function action({ request }: ActionFunctionArgs) {
  const worker = await requireAidWorker(request);
  const result = await actOnProgrammes(await request.formData(), worker, new Date());
  if (result.ok) throw redirect("/workspace/aid/programmes?done=1");
  return data({ state: result.state }, { status: 422 });
}

export default function Programmes() {
  return (
    <ProgrammesPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_AID_FORM}
    />
  );
}
