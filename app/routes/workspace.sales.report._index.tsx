import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { YearReportPage } from "#app/features/consumption/year-report/report-page.tsx";
import { loadYearReport } from "#app/features/consumption/year-report/report-work.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("yearReport")("title"));

export const loader = ({ request }: LoaderFunctionArgs) => loadYearReport(request, new Date());

export default function YearReport() {
  return <YearReportPage {...useLoaderData<typeof loader>()} />;
}
