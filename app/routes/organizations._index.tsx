import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadOrganizationList } from "#app/features/open-data/load-organizations.server.ts";
import { OrganizationsPage } from "#app/features/open-data/organizations-page.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-funds" };
export const headers = publicPageHeaders;

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("organizations")("title"));

export function loader({ request }: LoaderFunctionArgs) {
  return loadOrganizationList(new URL(request.url).searchParams, new Date());
}

export default function Organizations() {
  return <OrganizationsPage {...useLoaderData<typeof loader>()} />;
}
