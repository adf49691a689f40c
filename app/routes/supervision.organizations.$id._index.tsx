import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import {
  actOnOrganizationFile,
  loadOrganizationFile,
} from "#app/features/supervision/organization-file.server.ts";
import { FILE_DONE, OrganizationFilePage } from "#app/features/supervision/organization-file-page.tsx";
import { requireOfficer } from "#app/features/supervision/supervised.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t) => data?.file.facts.name ?? t("supervision")("organizations"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { user } = await requireOfficer(request);
  const said = new URL(request.url).searchParams.get("done");
  const done = FILE_DONE.find((one) => one === said) ?? null;
  return { file: await loadOrganizationFile(String(params.id), user.id, new Date()), done };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { user } = await requireOfficer(request);
  const who = { organizationId: String(params.id), officerId: user.id, now: new Date() };
  return actOnOrganizationFile(await request.formData(), who);
}

export default function OrganizationFileRoute() {
  return <OrganizationFilePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
