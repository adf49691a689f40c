import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { actOnBreakForm } from "#app/features/reconciliation/break-actions.server.ts";
import { BreakPage } from "#app/features/reconciliation/break-page.tsx";
import { loadBreak } from "#app/features/reconciliation/load-breaks.server.ts";
import { requireReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("breaks")("title"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  return loadBreak(await requireReader(request), params.id ?? "", new URL(request.url), new Date());
}

export async function action({ request, params }: ActionFunctionArgs) {
  const reader = await requireReader(request);
  if (!reader.mayUpload) throw new Response(null, { status: 403 });
  const now = new Date();
  // A break of another charity is not to be known of.
  const { found } = await loadBreak(reader, params.id ?? "", new URL(request.url), now);
  const { userId, organization, query } = reader;
  const result = await actOnBreakForm(await request.formData(), {
    organizationId: organization.id,
    breakId: found.id,
    userId,
    now,
  });
  if (!result.ok) return data(result.answer, { status: 422 });
  throw redirect(`/workspace/reconciliation/breaks/${found.id}${query}${query === "" ? "?" : "&"}done=1`);
}

export default function Break() {
  return <BreakPage data={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
