import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadSignals, requireSignalPerson } from "#app/features/consumption/fraud/load-signals.server.ts";
import { SignalsPage } from "#app/features/consumption/fraud/signals-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("consumptionFraud")("title"));

export const loader = async ({ request }: LoaderFunctionArgs) =>
  loadSignals(await requireSignalPerson(request), request, new Date());

export default function Signals() {
  return <SignalsPage {...useLoaderData<typeof loader>()} />;
}
