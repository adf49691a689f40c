import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnOrderPage, loadOrderPage } from "#app/features/consumption/shoppers/order-page.server.ts";
import { OrderPage } from "#app/features/consumption/shoppers/order-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-gift", nav: "consumption" };
/** Whoever has the link sees it: nobody keeps it. (The form needs its origin, so the referrer policy stays the site's.) */
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => [
  ...pageMeta(matches, (t) => t("shoppers")("title")),
  { name: "robots", content: "noindex" },
];

export const loader = ({ params }: LoaderFunctionArgs) => loadOrderPage(params.token, new Date());
export const action = (args: ActionFunctionArgs) => actOnOrderPage(args);

export default function Order() {
  return <OrderPage data={useLoaderData<typeof loader>()} answer={useActionData<typeof action>() ?? null} />;
}
