import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { loadCounter, lookUpOrder } from "#app/features/consumption/shoppers/counter-page.server.ts";
import { CounterPage } from "#app/features/consumption/shoppers/counter-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

/** The address on a shop's counter, kept short so that its code stays coarse enough for an old camera. */
export const handle: RouteHandle = { bodyClass: "p-gift", nav: "consumption" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => [
  ...pageMeta(matches, (t) => t("till")("cardTitle")),
  { name: "robots", content: "noindex" },
];

export const loader = ({ params }: LoaderFunctionArgs) => loadCounter(params.token, new Date());
export const action = (args: ActionFunctionArgs) => lookUpOrder(args);

export default function Counter() {
  return (
    <CounterPage data={useLoaderData<typeof loader>()} answer={useActionData<typeof action>() ?? null} />
  );
}
