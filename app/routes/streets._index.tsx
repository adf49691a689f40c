import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadStreets } from "#app/features/consumption/streets/load-street.server.ts";
import { StreetsPage } from "#app/features/consumption/streets/streets-page.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-funds", nav: "consumption" };
export const headers = publicPageHeaders;

export const meta: MetaFunction = ({ matches }) =>
  pageMeta(
    matches,
    (t) => t("streets")("title"),
    (t) => t("streets")("lead"),
  );

export function loader() {
  return loadStreets();
}

export default function Streets() {
  return <StreetsPage {...useLoaderData<typeof loader>()} />;
}
