import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { developersData } from "#app/features/consumption/integrators/developers-data.server.ts";
import { DevelopersPage } from "#app/features/consumption/integrators/developers-page.tsx";
import { apiDocument } from "#app/features/open-data/openapi.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { env } from "#app/lib/env.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-developers" };
export const headers = publicPageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(
    matches,
    (t) => t("developers")("title"),
    (t) => t("developers")("lead"),
  );

export const loader = () => developersData(apiDocument(env().PUBLIC_URL));

export default function Developers() {
  return <DevelopersPage {...useLoaderData<typeof loader>()} />;
}
