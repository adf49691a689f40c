import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadOrders } from "#app/features/consumption/pages/load-orders.server.ts";
import { OrdersPage } from "#app/features/consumption/pages/orders-page.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-funds" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t, lang) =>
    data
      ? `${t("promises")("ordersTitle")} · ${inLang(lang, data.fund.title, data.fund.titleEn)}`
      : t("ui")("errWhat404"),
  );

export function loader({ request, params }: LoaderFunctionArgs) {
  return loadOrders(params.slug, new URL(request.url).searchParams.get("cursor"));
}

export default function Orders() {
  return <OrdersPage {...useLoaderData<typeof loader>()} />;
}
