import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { loadUploads, uploadFromForm } from "#app/features/consumption/intake/upload/upload-work.server.ts";
import { UploadsPage } from "#app/features/consumption/intake/upload/uploads-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("salesUpload")("title"));

export const loader = ({ request }: LoaderFunctionArgs) => loadUploads(request);

export const action = ({ request }: ActionFunctionArgs) => uploadFromForm(request, new Date());

export default function Uploads() {
  const complaint = useActionData<typeof action>()?.complaint ?? null;
  return <UploadsPage {...useLoaderData<typeof loader>()} complaint={complaint} />;
}
