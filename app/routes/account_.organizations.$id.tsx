import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireUser } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { ApplicationPage } from "#app/features/organizations/application-page.tsx";
import { actOnRegistration, loadApplication } from "#app/features/organizations/record-pages.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("register")("ownTitle"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id } = await requireUser(request);
  const isSent = new URL(request.url).searchParams.get("done") === "sent";
  return { ...(await loadApplication(String(params.id), id)), isSent };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { id } = await requireUser(request);
  const organizationId = String(params.id);
  return actOnRegistration(await request.formData(), { userId: id, organizationId, now: new Date() });
}

export default function Application() {
  return <ApplicationPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
