import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadPublicDisbursement } from "#app/features/disbursements/load-public-page.server.ts";
import { PublicDisbursementPage } from "#app/features/disbursements/public-page.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-gift", nav: "projects" };
export const headers = publicPageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("disbursements")("title"));

export const loader = (args: LoaderFunctionArgs) => loadPublicDisbursement(args);

export default function Disbursement() {
  return <PublicDisbursementPage {...useLoaderData<typeof loader>()} />;
}
