import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EMPTY_AGREEMENT_FORM } from "#app/features/donations/agreements/form-state.ts";
import { WorkAgreementPage } from "#app/features/donations/agreements/work-agreement-page.tsx";
import {
  actOnWorkAgreement,
  loadWorkAgreement,
} from "#app/features/donations/agreements/work-page.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("agreements")("title"));

export const loader = (args: LoaderFunctionArgs) => loadWorkAgreement(args);
export const action = (args: ActionFunctionArgs) => actOnWorkAgreement(args);

export default function Agreement() {
  const state = useActionData<typeof action>()?.state ?? EMPTY_AGREEMENT_FORM;
  return <WorkAgreementPage {...useLoaderData<typeof loader>()} state={state} />;
}
