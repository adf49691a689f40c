import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadFilings } from "#app/features/funds/filings/filing-page.server.ts";
import { FilingsPage } from "#app/features/funds/filings/filings-page.tsx";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("filings")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const member = await requireRole(request, ["charity-clerk", "charity-approver"]);
  const said = new URL(request.url).searchParams.get("done");
  return { ...(await loadFilings(member, new Date())), done: said === "Discarded" ? said : null } as const;
}

export default function Filings() {
  return <FilingsPage {...useLoaderData<typeof loader>()} />;
}
