import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { assignFromForm } from "#app/features/reconciliation/break-actions.server.ts";
import { BreaksPage } from "#app/features/reconciliation/breaks-page.tsx";
import { loadBreaks } from "#app/features/reconciliation/load-breaks.server.ts";
import { requireReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("breaks")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  return loadBreaks(await requireReader(request), new URL(request.url), new Date());
}

export async function action({ request }: ActionFunctionArgs) {
  const reader = await requireReader(request);
  if (!reader.mayUpload) throw new Response(null, { status: 403 });
  const { userId, organization, query } = reader;
  const result = await assignFromForm(await request.formData(), {
    organizationId: organization.id,
    userId,
    now: new Date(),
  });
  if (!result.ok) return data(result.answer, { status: 422 });
  throw redirect(`/workspace/reconciliation/breaks${query}${query === "" ? "?" : "&"}done=${result.count}`);
}

export default function Breaks() {
  return <BreaksPage data={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
