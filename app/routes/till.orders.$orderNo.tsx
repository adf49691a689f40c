import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { orderHref } from "#app/features/consumption/shoppers/order-token.server.ts";
import { openDesk } from "#app/features/consumption/till/desk.server.ts";
import { drawOrderNo } from "#app/features/consumption/till/order-form.server.ts";
import { TillOrderPage } from "#app/features/consumption/till/order-page.tsx";
import { bookTypedReturn } from "#app/features/consumption/till/return-form.server.ts";
import { findOrder } from "#app/features/consumption/till/today.server.ts";
import { PRIVATE_HEADERS, privatePageHeaders } from "#app/features/identity/private-page.ts";
import { env } from "#app/lib/env.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-till", frame: "bare" };
export const headers = privatePageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(matches, (t) => t("till")("orderTitle"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const { place } = await openDesk(request, now);
  const order = await findOrder(place.merchantId, params.orderNo ?? "");
  if (!order) throw new Response(null, { status: 404 });
  return {
    shop: place.name,
    order,
    url: `${env().PUBLIC_URL}${orderHref(place.merchantId, order.orderNo)}`,
    returnNo: drawOrderNo(place.id, now),
    isReturned: new URL(request.url).searchParams.has("returned"),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date();
  const { place, user } = await openDesk(request, now);
  const orderNo = params.orderNo ?? "";
  const outcome = await bookTypedReturn(
    { merchantId: place.merchantId, userId: user.id },
    orderNo,
    await request.formData(),
    now,
  );
  if (outcome.ok) throw redirect(`/till/orders/${encodeURIComponent(orderNo)}?returned=1`);
  if (outcome.error === "unknown-order") throw new Response(null, { status: 404 });
  return data(outcome, { status: 422, headers: PRIVATE_HEADERS });
}

export default function TillOrder() {
  return (
    <TillOrderPage data={useLoaderData<typeof loader>()} answer={useActionData<typeof action>() ?? null} />
  );
}
