import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { AccountPage } from "#app/features/open-data/accounts-page.tsx";
import { loadAccount } from "#app/features/open-data/load-ledger.server.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-ledger" };
export const headers = publicPageHeaders;

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("ledger")("account"));

export function loader({ request, params }: LoaderFunctionArgs) {
  return loadAccount(params.id, new URL(request.url).searchParams);
}

export default function Account() {
  return <AccountPage {...useLoaderData<typeof loader>()} />;
}
