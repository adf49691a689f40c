import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { answerMapping, loadMapping } from "#app/features/reconciliation/map-statement.server.ts";
import { MappingPage } from "#app/features/reconciliation/mapping-page.tsx";
import { requireReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("statements")("mappingTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireReader(request);
  const { organization, userName, role, query } = reader;
  return { reader: { organization, userName, role, query }, page: await loadMapping(reader, request) };
}

export async function action({ request }: ActionFunctionArgs) {
  const reader = await requireReader(request);
  const page = await answerMapping(reader, request, new Date());
  return data(page, { status: page.fault === null && page.preview?.errors.length === 0 ? 200 : 422 });
}

export default function Mapping() {
  const { reader, page } = useLoaderData<typeof loader>();
  return <MappingPage reader={reader} data={useActionData<typeof action>() ?? page} />;
}
