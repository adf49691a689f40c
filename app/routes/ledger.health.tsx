import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { LedgerHealthPage } from "#app/features/open-data/health-page.tsx";
import { loadLedgerHealth } from "#app/features/open-data/load-ledger.server.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-ledger" };
export const headers = publicPageHeaders;

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("ledger")("health"));

export function loader() {
  return loadLedgerHealth(new Date());
}

export default function LedgerHealth() {
  return <LedgerHealthPage {...useLoaderData<typeof loader>()} />;
}
