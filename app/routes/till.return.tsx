import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { openDesk } from "#app/features/consumption/till/desk.server.ts";
import { FindPage } from "#app/features/consumption/till/find-page.tsx";
import { typedOrderNo } from "#app/features/consumption/till/order-no.ts";
import { findTypedOrder, lastOrders } from "#app/features/consumption/till/today.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

const LAST_SHOWN = 10;

export const handle: RouteHandle = { bodyClass: "p-till", frame: "bare" };
export const headers = privatePageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(matches, (t) => t("till")("findTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const desk = await openDesk(request, now);
  const typed = (new URL(request.url).searchParams.get("no") ?? "").slice(0, 64);
  const found = typed === "" ? null : await findTypedOrder(desk.place, typedOrderNo(typed), now);
  if (found) throw redirect(`/till/orders/${encodeURIComponent(found.orderNo)}`);
  return {
    shop: desk.place.name,
    typed,
    isMissing: typed !== "",
    last: await lastOrders(desk, LAST_SHOWN, now),
  };
}

export default function FindOrder() {
  return <FindPage data={useLoaderData<typeof loader>()} />;
}
