import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { NewCostPage } from "#app/features/ratios/new-cost-page.tsx";
import { actOnNewCost, loadNewCost } from "#app/features/ratios/register-pages.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("costs")("newTitle"));

export const loader = (args: LoaderFunctionArgs) => loadNewCost(args);
export const action = (args: ActionFunctionArgs) => actOnNewCost(args);

export default function NewCost() {
  return <NewCostPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
