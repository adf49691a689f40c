import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { actOnCloseForm } from "#app/features/reconciliation/close-actions.server.ts";
import { ClosePage } from "#app/features/reconciliation/close-page.tsx";
import { loadClose } from "#app/features/reconciliation/load-close.server.ts";
import { requireReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace" };
export const headers = privatePageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t) => t("close")("dayMetaTitle", { day: data?.day ?? "" }));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const done = new URL(request.url).searchParams.get("done");
  return loadClose(await requireReader(request), params.day ?? "", new Date(), done);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const reader = await requireReader(request);
  if (!reader.mayUpload) throw new Response(null, { status: 403 });
  const day = params.day ?? "";
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))
    throw new Response(null, { status: 404 });
  const { userId, organization, query } = reader;
  const result = await actOnCloseForm(await request.formData(), {
    organizationId: organization.id,
    day,
    userId,
    now: new Date(),
  });
  if (!result.ok) return data(result.answer, { status: 422 });
  const separator = query === "" ? "?" : "&";
  throw redirect(`/workspace/reconciliation/close/${day}${query}${separator}done=${result.act}`);
}

export default function CloseDay() {
  return <ClosePage data={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
