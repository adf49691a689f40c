import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { fundMeta } from "#app/features/funds/fund-meta.ts";
import { FundGiftsPage } from "#app/features/funds/fund-rows-pages.tsx";
import { loadFundGifts } from "#app/features/funds/load-fund-page.server.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-funds" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  fundMeta(matches, data?.fund, "giftsTitle");

export function loader({ request, params }: LoaderFunctionArgs) {
  return loadFundGifts("project", params.slug, new URL(request.url).searchParams.get("cursor"), new Date());
}

export default function ProjectGifts() {
  return <FundGiftsPage {...useLoaderData<typeof loader>()} />;
}
