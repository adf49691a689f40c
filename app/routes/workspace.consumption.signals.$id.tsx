import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import {
  actOnSignal,
  loadSignal,
  requireSignalPerson,
} from "#app/features/consumption/fraud/load-signals.server.ts";
import { SignalPage } from "#app/features/consumption/fraud/signal-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("consumptionFraud")("title"));

export const loader = async ({ request, params }: LoaderFunctionArgs) =>
  loadSignal(await requireSignalPerson(request), params.id, request);
export const action = async ({ request, params }: ActionFunctionArgs) =>
  actOnSignal(await requireSignalPerson(request), params.id, request, new Date());

export default function Signal() {
  return <SignalPage {...useLoaderData<typeof loader>()} state={useActionData<typeof action>()} />;
}
