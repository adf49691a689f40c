import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { OrdersPage } from "#app/features/consumption/dashboard/orders-page.tsx";
import { loadOrders } from "#app/features/consumption/dashboard/orders-work.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("sales")("ordersTitle"));

export const loader = ({ request }: LoaderFunctionArgs) => loadOrders(request, new Date());

export default function Orders() {
  return <OrdersPage {...useLoaderData<typeof loader>()} />;
}
