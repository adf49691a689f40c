import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnGifts, loadGifts } from "#app/features/donations/recorded/gifts-page.server.ts";
import { GiftsPage } from "#app/features/donations/recorded/gifts-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("recorded")("title"));

export const loader = (args: LoaderFunctionArgs) => loadGifts(args);
export const action = (args: ActionFunctionArgs) => actOnGifts(args);

export default function Gifts() {
  return <GiftsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
