import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnNewGoods, loadNewGoods } from "#app/features/disbursements/goods/goods-pages.server.ts";
import { NewGoodsPage } from "#app/features/disbursements/goods/new-goods-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("goods")("newTitle"));

export const loader = (args: LoaderFunctionArgs) => loadNewGoods(args);
export const action = (args: ActionFunctionArgs) => actOnNewGoods(args);

export default function NewGoods() {
  return <NewGoodsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
