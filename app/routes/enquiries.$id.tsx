import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnOwnEnquiry, loadOwnEnquiry } from "#app/features/donations/enquiries/own-page.server.ts";
import { OwnEnquiryPage } from "#app/features/donations/enquiries/own-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";

/** Its address holds a secret: kept by nobody, and told to nobody it links to. */
export const headers = () => ({
  "Cache-Control": "no-store",
  "X-Robots-Tag": "noindex",
  "Referrer-Policy": "no-referrer",
});
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("enquiries")("ownTitle"));

export const loader = ({ request, params }: LoaderFunctionArgs) =>
  loadOwnEnquiry(params.id, request, new Date());
export const action = ({ request, params }: ActionFunctionArgs) =>
  actOnOwnEnquiry(params.id, request, new Date());

export default function OwnEnquiry() {
  return (
    <OwnEnquiryPage
      {...useLoaderData<typeof loader>()}
      hasError={useActionData<typeof action>()?.hasError ?? false}
    />
  );
}
