import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import {
  actOnSignal,
  loadSignal,
  officerViewer,
} from "#app/features/consumption/fraud/load-signals.server.ts";
import { SignalPage } from "#app/features/consumption/fraud/signal-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { requireOfficer } from "#app/features/supervision/supervised.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("consumptionFraud")("title"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { user } = await requireOfficer(request);
  return loadSignal(officerViewer(user.id), params.id, request);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { user } = await requireOfficer(request);
  return actOnSignal(officerViewer(user.id), params.id, request, new Date());
}

export default function Signal() {
  return <SignalPage {...useLoaderData<typeof loader>()} state={useActionData<typeof action>()} />;
}
