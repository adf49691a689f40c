import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SalesStatementPage } from "#app/features/consumption/statements/sales-pages.tsx";
import {
  actOnSalesStatement,
  loadSalesStatement,
} from "#app/features/consumption/statements/sales-statements.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t) => t("consumptionStatements")("paperTitle", { number: data?.statement.number ?? 0 }));

export const loader = (args: LoaderFunctionArgs) => loadSalesStatement(args);
export const action = (args: ActionFunctionArgs) => actOnSalesStatement(args);

export default function SalesStatement() {
  return <SalesStatementPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
