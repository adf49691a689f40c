import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { actOnGiveForm, loadGivePage } from "#app/features/donations/give.server.ts";
import { GivePage } from "#app/features/donations/give-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { hydrate: true, nav: "trusts" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("give")("pay"));

export const loader = (args: LoaderFunctionArgs) => loadGivePage("trust", args);
export const action = (args: ActionFunctionArgs) => actOnGiveForm("trust", args);

export default function GiveTrust() {
  return <GivePage />;
}
