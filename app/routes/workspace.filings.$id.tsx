import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnFiling, loadFiling } from "#app/features/funds/filings/filing-page.server.ts";
import { FILING_DONE, FilingPage } from "#app/features/funds/filings/filing-page.tsx";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

const ROLES = ["charity-clerk", "charity-approver"] as const;

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("filings")("title"));

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const member = await requireRole(request, ROLES);
  const said = new URL(request.url).searchParams.get("done");
  const { lang } = preferencesOf(request, context);
  const filing = await loadFiling(params.id, member, lang, new Date());
  return { ...filing, done: FILING_DONE.find((one) => one === said) ?? null };
}

export async function action({ request, params }: ActionFunctionArgs) {
  return actOnFiling(request, params.id, await requireRole(request, ROLES), new Date());
}

export default function Filing() {
  return <FilingPage {...useLoaderData<typeof loader>()} refusal={useActionData<typeof action>() ?? null} />;
}
