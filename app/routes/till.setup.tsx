import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { chooseDesk, loadSetup } from "#app/features/consumption/till/setup.server.ts";
import { SetupPage } from "#app/features/consumption/till/setup-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-till", frame: "bare" };
export const headers = privatePageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(matches, (t) => t("till")("setupTitle"));

export const loader = ({ request, context }: LoaderFunctionArgs) =>
  loadSetup(request, preferencesOf(request, context).lang, new Date());

export const action = ({ request }: ActionFunctionArgs) => chooseDesk(request, new Date());

export default function Setup() {
  return <SetupPage data={useLoaderData<typeof loader>()} />;
}
