import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CredibilityPage } from "#app/features/credibility/credibility-page.tsx";
import { loadReport } from "#app/features/credibility/load-report.server.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-credibility" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(
    matches,
    (t) => t("credibility")("metaTitle"),
    (t) => t("credibility")("metaDescription", { name: data?.organization.name ?? "" }),
  );

export function loader({ params }: LoaderFunctionArgs) {
  return loadReport(params.slug, new Date());
}

export default function Credibility() {
  return <CredibilityPage {...useLoaderData<typeof loader>()} />;
}
