import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DashboardPage } from "#app/features/consumption/dashboard/dashboard-page.tsx";
import { loadDashboard } from "#app/features/consumption/dashboard/load-dashboard.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("sales")("title"));

export const loader = ({ request }: LoaderFunctionArgs) => loadDashboard(request, new Date());

export default function Sales() {
  return <DashboardPage {...useLoaderData<typeof loader>()} />;
}
