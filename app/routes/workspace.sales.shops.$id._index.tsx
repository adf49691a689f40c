import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { loadShop, workOnShop } from "#app/features/consumption/streets/shop-forms.server.ts";
import { ShopPage } from "#app/features/consumption/streets/shop-page.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t, lang) =>
    data ? inLang(lang, data.shop.name, data.shop.nameEn) : t("streets")("shopsTitle"),
  );

export const loader = (args: LoaderFunctionArgs) => loadShop(args);
export const action = (args: ActionFunctionArgs) => workOnShop(args);

export default function OneShop() {
  return <ShopPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
