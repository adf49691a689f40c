import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnGuide, guideHeaders, loadGuide } from "#app/features/demo/guide.server.ts";
import { GuidePage } from "#app/features/demo/guide-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-guide" };
export const headers = guideHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("guide")("title"));

export const loader = (args: LoaderFunctionArgs) => loadGuide(args);
export const action = (args: ActionFunctionArgs) => actOnGuide(args);

export default function Guide() {
  return <GuidePage {...useLoaderData<typeof loader>()} error={useActionData<typeof action>()?.error} />;
}
