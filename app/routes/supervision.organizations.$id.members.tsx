import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { actOnMembers, loadMembers } from "#app/features/organizations/members-page.server.ts";
import { MembersPage } from "#app/features/organizations/members-page.tsx";
import { supervises } from "#app/features/organizations/supervises.server.ts";
import { requireOfficer } from "#app/features/supervision/supervised.server.ts";
import { db } from "#app/lib/db.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("register")("membersTitle"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { user } = await requireOfficer(request);
  const organizationId = String(params.id);
  if (!(await supervises(db, user.id, organizationId))) throw new Response(null, { status: 404 });
  const said = new URL(request.url).searchParams.get("done");
  const done = said === "granted" || said === "ended" ? said : null;
  return { ...(await loadMembers(organizationId)), mayChange: true, done } as const;
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { user } = await requireOfficer(request);
  const organizationId = String(params.id);
  return actOnMembers(await request.formData(), {
    organizationId,
    actorId: user.id,
    now: new Date(),
    path: `/supervision/organizations/${organizationId}/members`,
  });
}

export default function Members() {
  return <MembersPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
