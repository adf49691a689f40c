import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { AccountsPage } from "#app/features/open-data/accounts-page.tsx";
import { loadAccounts } from "#app/features/open-data/load-ledger.server.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-ledger" };
export const headers = publicPageHeaders;

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("ledger")("accounts"));

export function loader({ request }: LoaderFunctionArgs) {
  return loadAccounts(new URL(request.url).searchParams.get("organization"), new Date());
}

export default function Accounts() {
  return <AccountsPage {...useLoaderData<typeof loader>()} />;
}
