import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { loadRows } from "#app/features/reconciliation/load-pages.server.ts";
import { requireReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { RowsPage } from "#app/features/reconciliation/rows-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace" };
export const headers = privatePageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t) => t("reconciliation")("rowsMetaTitle", { day: data?.day ?? "" }));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireReader(request);
  return loadRows(reader, { day: params.day ?? "", source: params.source ?? "" }, new URL(request.url));
}

export default function ReconciliationRows() {
  return <RowsPage data={useLoaderData<typeof loader>()} />;
}
