import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnExports, loadExports } from "#app/features/exports/exports-page.server.ts";
import { ExportsPage } from "#app/features/exports/exports-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("exports")("title"));

export const loader = (args: LoaderFunctionArgs) => loadExports(args);
export const action = (args: ActionFunctionArgs) => actOnExports(args);

export default function Exports() {
  return <ExportsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
