import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnTakeBack, loadTakeBack } from "#app/features/donations/cooling-off/take-back-page.server.ts";
import { TakeBackPage } from "#app/features/donations/cooling-off/take-back-page.tsx";
import { preferencesOf } from "#app/lib/preferences.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

/** The donor's own page. */
export const headers = () => ({
  "Cache-Control": "no-store",
  "X-Robots-Tag": "noindex",
  "Referrer-Policy": "no-referrer",
});
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("coolingOff")("title"));

export const loader = ({ request, params }: LoaderFunctionArgs) =>
  loadTakeBack(params.id, request, new Date());

export const action = ({ request, params, context }: ActionFunctionArgs) =>
  actOnTakeBack(params.id, request, context, preferencesOf(request, context).lang, new Date());

export default function TakeBack() {
  return <TakeBackPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
