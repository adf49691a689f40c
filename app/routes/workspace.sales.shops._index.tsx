import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { loadShops, registerShop } from "#app/features/consumption/streets/shop-forms.server.ts";
import { ShopsPage } from "#app/features/consumption/streets/shops-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("streets")("shopsTitle"));

export const loader = (args: LoaderFunctionArgs) => loadShops(args);
export const action = (args: ActionFunctionArgs) => registerShop(args);

export default function Shops() {
  return <ShopsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
