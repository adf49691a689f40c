import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { DaysPage } from "#app/features/reconciliation/days-page.tsx";
import { loadDays } from "#app/features/reconciliation/load-pages.server.ts";
import { requireReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { takenAnswer, takeUpload } from "#app/features/reconciliation/take-upload.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("reconciliation")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireReader(request);
  const { searchParams } = new URL(request.url);
  const [days, taken] = await Promise.all([
    loadDays(reader, searchParams.get("before"), new Date()),
    takenAnswer(reader.organization.id, searchParams.get("taken")),
  ]);
  return { days, taken };
}

export async function action({ request }: ActionFunctionArgs) {
  const reader = await requireReader(request);
  if (!reader.mayUpload) throw new Response(null, { status: 403 });
  const answer = await takeUpload(request, reader, new Date());
  return data(answer, { status: answer.ok ? 200 : answer.status });
}

export default function Reconciliation() {
  const { days, taken } = useLoaderData<typeof loader>();
  return <DaysPage data={days} answer={useActionData<typeof action>() ?? taken ?? undefined} />;
}
