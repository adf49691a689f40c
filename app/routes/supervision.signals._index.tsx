import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadSignals, officerViewer } from "#app/features/consumption/fraud/load-signals.server.ts";
import { SignalsPage } from "#app/features/consumption/fraud/signals-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { requireOfficer } from "#app/features/supervision/supervised.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("consumptionFraud")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { user } = await requireOfficer(request);
  return loadSignals(officerViewer(user.id), request, new Date());
}

export default function Signals() {
  return <SignalsPage {...useLoaderData<typeof loader>()} />;
}
