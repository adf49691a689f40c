import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnFilingForm, loadFilingForm } from "#app/features/funds/filings/filing-form.server.ts";
import { FilingFormPage } from "#app/features/funds/filings/filing-form-page.tsx";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

const ROLES = ["charity-clerk", "charity-approver"] as const;

/** What is typed saves itself. */
export const handle: RouteHandle = { hydrate: true };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("filings")("formTitle_plan"));

export async function loader({ request }: LoaderFunctionArgs) {
  return loadFilingForm(request, await requireRole(request, ROLES), new Date());
}

export async function action({ request }: ActionFunctionArgs) {
  return actOnFilingForm(request, await requireRole(request, ROLES), new Date());
}

export default function NewFiling() {
  return <FilingFormPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
