import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DonorAgreementPage } from "#app/features/donations/agreements/donor-agreement-page.tsx";
import {
  actOnDonorAgreement,
  loadDonorAgreement,
} from "#app/features/donations/agreements/donor-page.server.ts";
import { EMPTY_AGREEMENT_FORM } from "#app/features/donations/agreements/form-state.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { nav: "projects" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("agreements")("title"));

export const loader = (args: LoaderFunctionArgs) => loadDonorAgreement(args);
export const action = (args: ActionFunctionArgs) => actOnDonorAgreement(args);

export default function DonorAgreement() {
  const state = useActionData<typeof action>()?.state ?? EMPTY_AGREEMENT_FORM;
  return <DonorAgreementPage {...useLoaderData<typeof loader>()} state={state} />;
}
