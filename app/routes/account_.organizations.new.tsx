import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireUser } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { NewOrganizationPage } from "#app/features/organizations/new-organization-page.tsx";
import { actOnRegistration, loadNewRegistration } from "#app/features/organizations/record-pages.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("register")("newTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  await requireUser(request);
  return loadNewRegistration();
}

export async function action({ request }: ActionFunctionArgs) {
  const { id } = await requireUser(request);
  return actOnRegistration(await request.formData(), { userId: id, organizationId: null, now: new Date() });
}

export default function NewOrganization() {
  return <NewOrganizationPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
