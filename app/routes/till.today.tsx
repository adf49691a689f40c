import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { openDesk } from "#app/features/consumption/till/desk.server.ts";
import { todayRows, todaySums } from "#app/features/consumption/till/today.server.ts";
import { TodayPage } from "#app/features/consumption/till/today-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-till", frame: "bare" };
export const headers = privatePageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(matches, (t) => t("till")("todayLink"));

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const desk = await openDesk(request, now);
  const [today, rows] = await Promise.all([todaySums(desk, now), todayRows(desk, now)]);
  return { shop: desk.place.name, today, rows };
}

export default function Today() {
  return <TodayPage data={useLoaderData<typeof loader>()} />;
}
