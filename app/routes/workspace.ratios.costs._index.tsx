import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { CostsPage } from "#app/features/ratios/costs-page.tsx";
import { actOnCosts, loadCosts } from "#app/features/ratios/register-pages.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("costs")("list"));

export const loader = (args: LoaderFunctionArgs) => loadCosts(args);
export const action = (args: ActionFunctionArgs) => actOnCosts(args);

export default function Costs() {
  return <CostsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
