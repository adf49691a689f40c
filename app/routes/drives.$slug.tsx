import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { fundMeta } from "#app/features/funds/fund-meta.ts";
import { FundPage } from "#app/features/funds/fund-page.tsx";
import { loadFundPage } from "#app/features/funds/load-fund-page.server.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-project" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => fundMeta(matches, data?.fund);

export function loader({ params }: LoaderFunctionArgs) {
  return loadFundPage("drive", params.slug, new Date());
}

export default function DrivePage() {
  return <FundPage {...useLoaderData<typeof loader>()} />;
}
