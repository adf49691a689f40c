import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { FundsPage } from "#app/features/reconciliation/funds-page.tsx";
import { loadFunds } from "#app/features/reconciliation/load-funds.server.ts";
import { requireReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("matching")("fundsMeta"));

export async function loader({ request }: LoaderFunctionArgs) {
  return loadFunds(await requireReader(request));
}

export default function ReconciliationFunds() {
  return <FundsPage data={useLoaderData<typeof loader>()} />;
}
