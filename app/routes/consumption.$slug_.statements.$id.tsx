import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PublicStatementPage } from "#app/features/consumption/statements/public-page.tsx";
import { loadPublicStatement } from "#app/features/consumption/statements/public-statement.server.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-project p-promises", nav: "consumption" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t) =>
    data
      ? t("consumptionStatements")("paperTitle", { number: data.statement.number })
      : t("ui")("errWhat404"),
  );

export const loader = ({ params }: LoaderFunctionArgs) => loadPublicStatement(params, new Date());

export default function PublicStatement() {
  return <PublicStatementPage {...useLoaderData<typeof loader>()} />;
}
