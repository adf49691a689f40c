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
import { actOnAidStops, loadAidStops } from "#app/features/disbursements/aid-batch-recoveries.server.ts";
import { AidStopsPage } from "#app/features/disbursements/aid-batch-stops-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aid")("stopsTitle"));

export const loader = ({ request }: LoaderFunctionArgs) => loadAidStops(request);

export async function action({ request }: ActionFunctionArgs) {
  const worker = await requireAidWorker(request);
  const result = await actOnAidStops(await request.formData(), worker, new Date());
  if (!result.ok) return data({ state: result.state, found: null }, { status: 422 });
  if (!result.list) throw redirect("/workspace/aid/stops?done=1");
  return data({ state: EMPTY_AID_FORM, found: result.list });
}

export default function Stops() {
  const answer = useActionData<typeof action>();
  return (
    <AidStopsPage
      {...useLoaderData<typeof loader>()}
      state={answer?.state ?? EMPTY_AID_FORM}
      found={answer?.found ?? null}
    />
  );
}
