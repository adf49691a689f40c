import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ExportPage } from "#app/features/exports/export-page.tsx";
import { loadExport } from "#app/features/exports/exports-page.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("exports")("title"));

export const loader = (args: LoaderFunctionArgs) => loadExport(args);

export default function OneExport() {
  return <ExportPage {...useLoaderData<typeof loader>()} />;
}
