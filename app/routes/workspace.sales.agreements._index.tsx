import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { SalesAgreementsPage } from "#app/features/consumption/agreements/sales-agreements-page.tsx";
import { loadSalesAgreements } from "#app/features/consumption/agreements/sales-work.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("consumptionAgreements")("salesTitle"));

export const loader = (args: LoaderFunctionArgs) => loadSalesAgreements(args);

export default function SalesAgreements() {
  return <SalesAgreementsPage {...useLoaderData<typeof loader>()} />;
}
