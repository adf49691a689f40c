import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnEnquiries, loadEnquiries } from "#app/features/donations/enquiries/work-page.server.ts";
import { EnquiriesPage } from "#app/features/donations/enquiries/work-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("enquiries")("queueTitle"));

export const loader = ({ request }: LoaderFunctionArgs) => loadEnquiries(request, new Date());
export const action = ({ request }: ActionFunctionArgs) => actOnEnquiries(request, new Date());

export default function Enquiries() {
  return <EnquiriesPage {...useLoaderData<typeof loader>()} refused={useActionData<typeof action>()} />;
}
