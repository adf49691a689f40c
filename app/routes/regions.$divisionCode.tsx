import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { inLang } from "#app/features/funds/fund-text.ts";
import { loadRegion } from "#app/features/open-data/load-regions.server.ts";
import { RegionPage } from "#app/features/open-data/regions-page.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-project p-region" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t, lang) =>
    data ? inLang(lang, data.sums.division.name, data.sums.division.nameEn) : t("ui")("errWhat404"),
  );

export function loader({ params }: LoaderFunctionArgs) {
  return loadRegion(params.divisionCode, new Date());
}

export default function Region() {
  return <RegionPage {...useLoaderData<typeof loader>()} />;
}
