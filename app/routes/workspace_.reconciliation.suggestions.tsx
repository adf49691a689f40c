import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { decideFromForm, loadSuggestions } from "#app/features/reconciliation/load-suggestions.server.ts";
import { requireReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { SuggestionsPage } from "#app/features/reconciliation/suggestions-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("matching")("suggestionsMeta"));

export async function loader({ request }: LoaderFunctionArgs) {
  return loadSuggestions(await requireReader(request), new URL(request.url));
}

export async function action({ request }: ActionFunctionArgs) {
  const reader = await requireReader(request);
  if (!reader.mayUpload) throw new Response(null, { status: 403 });
  const answer = await decideFromForm(await request.formData(), reader, new Date());
  if (answer.ok) throw redirect(answer.to, 303);
  return data({ problem: answer.problem }, { status: answer.problem === "busy" ? 409 : 422 });
}

export default function ReconciliationSuggestions() {
  return (
    <SuggestionsPage
      data={useLoaderData<typeof loader>()}
      problem={useActionData<typeof action>()?.problem ?? null}
    />
  );
}
