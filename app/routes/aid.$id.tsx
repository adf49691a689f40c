import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadOwnCase } from "#app/features/aid/look-up.server.ts";
import { OwnCasePage } from "#app/features/aid/own-case-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-gift", nav: "projects" };
/** Whoever has the link sees it: nobody keeps it, and no other site learns the address. */
export const headers = () => ({ "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" });
export const meta: MetaFunction = ({ matches }) => [
  ...pageMeta(matches, (t) => t("aid")("ownTitle")),
  { name: "robots", content: "noindex" },
];

export const loader = (args: LoaderFunctionArgs) => loadOwnCase(args, new Date());

export default function OwnCase() {
  return <OwnCasePage {...useLoaderData<typeof loader>()} />;
}
