import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { AgreementPage } from "#app/features/consumption/agreements/agreement-page.tsx";
import {
  actOnCharityAgreement,
  loadCharityAgreement,
} from "#app/features/consumption/agreements/agreement-work.server.ts";
import { EMPTY_TERMS_FORM } from "#app/features/consumption/agreements/terms-state.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("consumptionAgreements")("documentTitle"));

export const loader = (args: LoaderFunctionArgs) => loadCharityAgreement(args);
export const action = (args: ActionFunctionArgs) => actOnCharityAgreement(args);

export default function ConsumptionAgreement() {
  const state = useActionData<typeof action>()?.state ?? EMPTY_TERMS_FORM;
  return <AgreementPage {...useLoaderData<typeof loader>()} state={state} />;
}
