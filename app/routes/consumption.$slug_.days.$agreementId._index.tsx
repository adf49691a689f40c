import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadPostings } from "#app/features/consumption/postings/load-posting.server.ts";
import { PostingsPage } from "#app/features/consumption/postings/postings-page.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-funds" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t, lang) =>
    data
      ? t("postings")("daysOf", {
          merchant: inLang(lang, data.agreement.merchantName, data.agreement.merchantNameEn),
        })
      : t("ui")("errWhat404"),
  );

export function loader({ request, params }: LoaderFunctionArgs) {
  return loadPostings(params, new URL(request.url).searchParams, new Date());
}

export default function Postings() {
  return <PostingsPage {...useLoaderData<typeof loader>()} />;
}
