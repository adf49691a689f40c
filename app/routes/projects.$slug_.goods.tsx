import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PublicGoodsPage } from "#app/features/disbursements/goods/public-goods-page.tsx";
import { loadPublicGoods } from "#app/features/disbursements/goods/queries.server.ts";
import { inLang } from "#app/features/funds/fund-text.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-funds" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t, lang) =>
    t("goods")("publicMeta", {
      project: data ? inLang(lang, data.project.title, data.project.titleEn) : "",
    }),
  );

export const loader = ({ params }: LoaderFunctionArgs) => loadPublicGoods(params.slug ?? "");

export default function ProjectGoods() {
  return <PublicGoodsPage {...useLoaderData<typeof loader>()} />;
}
