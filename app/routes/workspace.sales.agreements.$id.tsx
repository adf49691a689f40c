import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SalesAgreementPage } from "#app/features/consumption/agreements/sales-agreement-page.tsx";
import {
  actOnSalesAgreement,
  loadSalesAgreement,
} from "#app/features/consumption/agreements/sales-work.server.ts";
import { EMPTY_TERMS_FORM } from "#app/features/consumption/agreements/terms-state.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("consumptionAgreements")("documentTitle"));

export const loader = (args: LoaderFunctionArgs) => loadSalesAgreement(args);
export const action = (args: ActionFunctionArgs) => actOnSalesAgreement(args);

export default function SalesAgreement() {
  const state = useActionData<typeof action>()?.state ?? EMPTY_TERMS_FORM;
  return <SalesAgreementPage {...useLoaderData<typeof loader>()} state={state} />;
}
