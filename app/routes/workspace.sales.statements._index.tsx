import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { SalesStatementsPage } from "#app/features/consumption/statements/sales-pages.tsx";
import { loadSalesStatements } from "#app/features/consumption/statements/sales-statements.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("consumptionStatements")("salesTitle"));

export const loader = (args: LoaderFunctionArgs) => loadSalesStatements(args);

export default function SalesStatements() {
  return <SalesStatementsPage {...useLoaderData<typeof loader>()} />;
}
