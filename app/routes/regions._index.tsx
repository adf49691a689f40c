import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadRegions } from "#app/features/open-data/load-regions.server.ts";
import { RegionsPage } from "#app/features/open-data/regions-page.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-funds" };
export const headers = publicPageHeaders;

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("organizations")("regions"));

export function loader() {
  return loadRegions(new Date());
}

export default function Regions() {
  return <RegionsPage {...useLoaderData<typeof loader>()} />;
}
