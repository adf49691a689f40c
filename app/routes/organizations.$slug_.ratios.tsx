import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { inLang } from "#app/features/funds/fund-text.ts";
import { RatiosPage } from "#app/features/ratios/ratios-page.tsx";
import { loadPublicRatios } from "#app/features/ratios/register-pages.server.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-organization" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(
    matches,
    (t, lang) =>
      t("ratios")("metaTitle", {
        name: data ? inLang(lang, data.organization.name, data.organization.nameEn) : "",
      }),
    (t) => t("ratios")("metaDescription"),
  );

export const loader = (args: LoaderFunctionArgs) => loadPublicRatios(args);

export default function Ratios() {
  return <RatiosPage {...useLoaderData<typeof loader>()} isMember={false} />;
}
