import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { OrderPage } from "#app/features/consumption/dashboard/order-page.tsx";
import { loadOrder } from "#app/features/consumption/dashboard/orders-work.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("sales")("order"));

export const loader = ({ params, request }: LoaderFunctionArgs) => loadOrder(params, request, new Date());

export default function Order() {
  return <OrderPage {...useLoaderData<typeof loader>()} />;
}
