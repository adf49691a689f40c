import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { GoodsPage } from "#app/features/disbursements/goods/goods-page.tsx";
import { loadGoods } from "#app/features/disbursements/goods/goods-pages.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("goods")("title"));

export const loader = (args: LoaderFunctionArgs) => loadGoods(args);

export default function Goods() {
  return <GoodsPage {...useLoaderData<typeof loader>()} />;
}
