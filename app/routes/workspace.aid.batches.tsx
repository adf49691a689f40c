import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireAidWorker } from "#app/features/aid/aid-person.server.ts";
import { BatchesPage } from "#app/features/aid/batches-page.tsx";
import { EMPTY_AID_FORM } from "#app/features/aid/form-state.ts";
import { actOnBatches, loadAidBatches } from "#app/features/disbursements/aid-batch-actions.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aid")("batchesTitle"));

export const loader = ({ request }: LoaderFunctionArgs) => loadAidBatches(request, new Date());

export async function action({ request }: ActionFunctionArgs) {
  const worker = await requireAidWorker(request);
  const result = await actOnBatches(await request.formData(), worker, new Date());
  if (result.ok) throw redirect(result.href);
  return data({ state: result.state }, { status: 422 });
}

export default function Batches() {
  return (
    <BatchesPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_AID_FORM}
    />
  );
}
