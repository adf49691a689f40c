import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { actOnEstimate, loadStatement } from "#app/features/receipts/statement-page.server.ts";
import { StatementPage } from "#app/features/receipts/statement-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("statement")("title"));

export const loader = (args: LoaderFunctionArgs) => loadStatement(args);
export const action = (args: ActionFunctionArgs) => actOnEstimate(args);

export default function Statement() {
  return (
    <StatementPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>() ?? null} />
  );
}
