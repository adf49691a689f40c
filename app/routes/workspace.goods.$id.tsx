import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnGoodsItem, loadGoodsItem } from "#app/features/disbursements/goods/goods-pages.server.ts";
import { GoodsItemPage } from "#app/features/disbursements/goods/item-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("goods")("title"));

export const loader = (args: LoaderFunctionArgs) => loadGoodsItem(args);
export const action = (args: ActionFunctionArgs) => actOnGoodsItem(args);

export default function GoodsItem() {
  return <GoodsItemPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
