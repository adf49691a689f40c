import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CasesPage } from "#app/features/aid/cases-page.tsx";
import { loadCases } from "#app/features/aid/load-cases.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aid")("room_cases"));

export const loader = ({ request }: LoaderFunctionArgs) => loadCases(request, new Date());

export default function Cases() {
  return <CasesPage {...useLoaderData<typeof loader>()} />;
}
