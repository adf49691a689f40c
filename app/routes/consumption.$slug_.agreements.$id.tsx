import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadPublicAgreement } from "#app/features/consumption/agreements/public-agreement.server.ts";
import { PublicAgreementPage } from "#app/features/consumption/agreements/public-agreement-page.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-funds", nav: "consumption" };
export const headers = publicPageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t) =>
    t("consumptionAgreements")("promiseOf", { name: data?.agreement.merchantName ?? "" }),
  );

export const loader = (args: LoaderFunctionArgs) => loadPublicAgreement(args);

export default function PublicAgreement() {
  return <PublicAgreementPage {...useLoaderData<typeof loader>()} />;
}
