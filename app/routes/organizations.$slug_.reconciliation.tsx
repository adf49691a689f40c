import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadPublicReconciliation } from "#app/features/reconciliation/load-pages.server.ts";
import { PublicReconciliationPage } from "#app/features/reconciliation/public-page.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace" };
export const headers = publicPageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t, lang) => {
    const { name = "", nameEn = "" } = data?.organization ?? {};
    return t("reconciliation")("publicMeta", { name: lang === "en" ? nameEn : name });
  });

export function loader({ params }: LoaderFunctionArgs) {
  return loadPublicReconciliation(params.slug ?? "", new Date());
}

export default function OrganizationReconciliation() {
  return <PublicReconciliationPage data={useLoaderData<typeof loader>()} />;
}
