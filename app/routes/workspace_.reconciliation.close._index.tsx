import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { ClosesPage } from "#app/features/reconciliation/closes-page.tsx";
import { loadCloses } from "#app/features/reconciliation/load-close.server.ts";
import { requireReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("close")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireReader(request);
  return loadCloses(reader, new URL(request.url).searchParams.get("before"), new Date());
}

export default function Closes() {
  return <ClosesPage data={useLoaderData<typeof loader>()} />;
}
