import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { giftPageHeaders, loadGiftPage } from "#app/features/disbursements/gift-page.server.ts";
import { GiftPage } from "#app/features/disbursements/gift-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-gift", nav: "projects" };
export const headers = giftPageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("gift")("title"));

export const loader = (args: LoaderFunctionArgs) => loadGiftPage(args);

export default function Gift() {
  return <GiftPage {...useLoaderData<typeof loader>()} />;
}
