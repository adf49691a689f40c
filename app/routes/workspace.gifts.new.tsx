import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnNewGift, loadNewGift } from "#app/features/donations/recorded/gifts-page.server.ts";
import { NewGiftPage } from "#app/features/donations/recorded/new-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("recorded")("newTitle"));

export const loader = (args: LoaderFunctionArgs) => loadNewGift(args);
export const action = (args: ActionFunctionArgs) => actOnNewGift(args);

export default function NewGift() {
  return <NewGiftPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
