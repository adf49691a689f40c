import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { LedgerPage } from "#app/features/open-data/ledger-page.tsx";
import { loadLedger } from "#app/features/open-data/load-ledger.server.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-ledger" };
export const headers = publicPageHeaders;

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("ledger")("title"));

export function loader({ request }: LoaderFunctionArgs) {
  return loadLedger(new URL(request.url).searchParams, new Date());
}

export default function Ledger() {
  return <LedgerPage {...useLoaderData<typeof loader>()} />;
}
