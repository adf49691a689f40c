import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadStreet } from "#app/features/consumption/streets/load-street.server.ts";
import { StreetPage } from "#app/features/consumption/streets/street-page.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-project p-street", nav: "consumption" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(
    matches,
    (t, lang) => (data ? inLang(lang, data.street.name, data.street.nameEn) : t("ui")("errWhat404")),
    (t) => t("streets")("lead"),
  );

export function loader({ params }: LoaderFunctionArgs) {
  return loadStreet(params.slug, new Date());
}

export default function Street() {
  return <StreetPage {...useLoaderData<typeof loader>()} />;
}
