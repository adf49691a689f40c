import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadMerchant } from "#app/features/consumption/pages/load-merchant.server.ts";
import { MerchantPage } from "#app/features/consumption/pages/merchant-page.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-project p-merchant", nav: "consumption" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(
    matches,
    (t, lang) =>
      data ? inLang(lang, data.organization.name, data.organization.nameEn) : t("ui")("errWhat404"),
    (t) => t("promises")("merchantLead"),
  );

export function loader({ params }: LoaderFunctionArgs) {
  return loadMerchant(params.slug, new Date());
}

export default function Merchant() {
  return <MerchantPage {...useLoaderData<typeof loader>()} />;
}
