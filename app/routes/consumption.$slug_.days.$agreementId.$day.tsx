import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadPosting } from "#app/features/consumption/postings/load-posting.server.ts";
import { PostingPage } from "#app/features/consumption/postings/posting-page.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-funds" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t, lang) =>
    data
      ? t("postings")("metaDay", {
          day: data.posting.day,
          merchant: inLang(lang, data.agreement.merchantName, data.agreement.merchantNameEn),
        })
      : t("ui")("errWhat404"),
  );

export function loader({ request, params }: LoaderFunctionArgs) {
  return loadPosting(params, new URL(request.url).searchParams, new Date());
}

export default function Posting() {
  return <PostingPage {...useLoaderData<typeof loader>()} />;
}
