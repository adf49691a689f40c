import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { checkFundsOf } from "#app/features/reconciliation/check-funds.server.ts";
import { FundCheckPage } from "#app/features/reconciliation/fund-check-page.tsx";
import { loadFundCheck } from "#app/features/reconciliation/load-funds.server.ts";
import { requireReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("matching")("fundsMeta"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireReader(request);
  return loadFundCheck(reader, params.fundId ?? "", new URL(request.url), new Date());
}

/** Checks the organization's funds now instead of tonight. */
export async function action({ request, params }: ActionFunctionArgs) {
  const reader = await requireReader(request);
  if (!reader.mayUpload) throw new Response(null, { status: 403 });
  await checkFundsOf(reader.organization.id, new Date());
  const query = new URLSearchParams(reader.query);
  query.set("done", "1");
  throw redirect(`/workspace/reconciliation/funds/${params.fundId ?? ""}?${query}`, 303);
}

export default function ReconciliationFund() {
  return <FundCheckPage data={useLoaderData<typeof loader>()} />;
}
