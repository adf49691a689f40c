import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { WorkStatementPage } from "#app/features/consumption/statements/work-pages.tsx";
import {
  actOnWorkStatement,
  loadWorkStatement,
} from "#app/features/consumption/statements/work-statements.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t) => t("consumptionStatements")("paperTitle", { number: data?.statement.number ?? 0 }));

export const loader = (args: LoaderFunctionArgs) => loadWorkStatement(args);
export const action = (args: ActionFunctionArgs) => actOnWorkStatement(args);

export default function WorkStatement() {
  return <WorkStatementPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
