import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnEnquiry, loadEnquiry } from "#app/features/donations/enquiries/work-page.server.ts";
import { EnquiryPage } from "#app/features/donations/enquiries/work-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("enquiries")("queueTitle"));

export const loader = ({ request, params }: LoaderFunctionArgs) =>
  loadEnquiry(params.id, request, new Date());
export const action = ({ request, params }: ActionFunctionArgs) =>
  actOnEnquiry(params.id, request, new Date());

export default function Enquiry() {
  return <EnquiryPage {...useLoaderData<typeof loader>()} refused={useActionData<typeof action>()} />;
}
