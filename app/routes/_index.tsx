import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { HomePage } from "#app/features/open-data/home-page.tsx";
import { loadHome } from "#app/features/open-data/load-home.server.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-home" };
export const headers = publicPageHeaders;

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("home")("title"));

export function loader() {
  return loadHome(new Date());
}

export default function Home() {
  return <HomePage {...useLoaderData<typeof loader>()} />;
}
