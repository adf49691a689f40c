import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { WorkStatementsPage } from "#app/features/consumption/statements/work-pages.tsx";
import { loadWorkStatements } from "#app/features/consumption/statements/work-statements.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("consumptionStatements")("workTitle"));

export const loader = (args: LoaderFunctionArgs) => loadWorkStatements(args);

export default function WorkStatements() {
  return <WorkStatementsPage {...useLoaderData<typeof loader>()} />;
}
