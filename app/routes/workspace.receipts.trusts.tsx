import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { EMPTY_FORM } from "#app/features/receipts/form-state.ts";
import { actOnTrustTimings, loadTrustTimings } from "#app/features/receipts/trusts-page.server.ts";
import { TrustsPage } from "#app/features/receipts/trusts-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("receipts")("trustTitle"));

export const loader = (args: LoaderFunctionArgs) => loadTrustTimings(args);
export const action = (args: ActionFunctionArgs) => actOnTrustTimings(args);

export default function TrustReceipts() {
  return (
    <TrustsPage {...useLoaderData<typeof loader>()} state={useActionData<typeof action>() ?? EMPTY_FORM} />
  );
}
