import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadReconciliationOverview } from "#app/features/open-data/load-reconciliation.server.ts";
import { ReconciliationOverviewPage } from "#app/features/open-data/reconciliation-overview-page.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-ledger" };
export const headers = publicPageHeaders;

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("ledger")("recTitle"));

export function loader() {
  return loadReconciliationOverview(new Date());
}

export default function Reconciliation() {
  return <ReconciliationOverviewPage {...useLoaderData<typeof loader>()} />;
}
