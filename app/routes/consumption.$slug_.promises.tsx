import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadPromises } from "#app/features/consumption/pages/load-promises.server.ts";
import { PromisesPage } from "#app/features/consumption/pages/promises-page.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-project p-promises" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t, lang) =>
    data
      ? `${t("promises")("tableTitle")} · ${inLang(lang, data.fund.title, data.fund.titleEn)}`
      : t("ui")("errWhat404"),
  );

export function loader({ request, params }: LoaderFunctionArgs) {
  return loadPromises(params.slug, new URL(request.url).searchParams, new Date());
}

export default function Promises() {
  return <PromisesPage {...useLoaderData<typeof loader>()} />;
}
