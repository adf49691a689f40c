import type { ActionFunctionArgs, HeadersArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  actOnPlanPage,
  loadPlanPage,
  planPageHeaders,
} from "#app/features/donations/monthly/plan-page.server.ts";
import { PlanPage } from "#app/features/donations/monthly/plan-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { nav: "projects" };
export const headers = (args: HeadersArgs) => planPageHeaders(args);
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("monthly")("metaTitle"));

export const loader = (args: LoaderFunctionArgs) => loadPlanPage(args);
export const action = (args: ActionFunctionArgs) => actOnPlanPage(args);

export default function Monthly() {
  return <PlanPage />;
}
