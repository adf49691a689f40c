import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { UploadPage } from "#app/features/consumption/intake/upload/upload-page.tsx";
import { loadUpload, takeFromForm } from "#app/features/consumption/intake/upload/upload-work.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("salesUpload")("title"));

export const loader = ({ request, params }: LoaderFunctionArgs) =>
  loadUpload(request, String(params.id), new Date());

export const action = ({ request, params }: ActionFunctionArgs) =>
  takeFromForm(request, String(params.id), new Date());

export default function Upload() {
  return <UploadPage {...useLoaderData<typeof loader>()} />;
}
