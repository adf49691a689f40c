import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { DayPage } from "#app/features/reconciliation/day-page.tsx";
import { loadDay } from "#app/features/reconciliation/load-pages.server.ts";
import { requireReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace" };
export const headers = privatePageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t) => t("reconciliation")("dayMetaTitle", { day: data?.day ?? "" }));

export async function loader({ request, params }: LoaderFunctionArgs) {
  return loadDay(await requireReader(request), params.day ?? "", new Date());
}

export default function ReconciliationDay() {
  return <DayPage data={useLoaderData<typeof loader>()} />;
}
