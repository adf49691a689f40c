import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { openDesk } from "#app/features/consumption/till/desk.server.ts";
import { bookTypedOrder } from "#app/features/consumption/till/order-form.server.ts";
import { loadTill } from "#app/features/consumption/till/till-data.server.ts";
import { TillPage } from "#app/features/consumption/till/till-page.tsx";
import { PRIVATE_HEADERS, privatePageHeaders } from "#app/features/identity/private-page.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

/** Its own small scripts, served from public/, and no framework: a till is an old phone. */
export const handle: RouteHandle = { bodyClass: "p-till", frame: "bare" };
export const headers = privatePageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(
    matches,
    (t) => t("till")("title"),
    (t) => t("till")("description"),
  );

export const loader = ({ request, context }: LoaderFunctionArgs) =>
  loadTill(request, preferencesOf(request, context).lang, new Date());

export async function action({ request }: ActionFunctionArgs) {
  const now = new Date();
  const desk = await openDesk(request, now);
  const outcome = await bookTypedOrder(desk, await request.formData(), now);
  if (outcome.ok) throw redirect(`/till?done=${encodeURIComponent(outcome.orderNo)}`);
  return data(outcome, { status: 422, headers: PRIVATE_HEADERS });
}

export default function Till() {
  return <TillPage data={useLoaderData<typeof loader>()} answer={useActionData<typeof action>() ?? null} />;
}
