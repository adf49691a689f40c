import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { RECORD_KEEPERS } from "#app/features/organizations/correct-organization.server.ts";
import { actOnMembers, loadMembers } from "#app/features/organizations/members-page.server.ts";
import { MembersPage } from "#app/features/organizations/members-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("register")("membersTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { memberships } = await requireRole(request, RECORD_KEEPERS);
  const said = new URL(request.url).searchParams.get("done");
  const mayChange = memberships.some(({ role }) => role === "charity-approver");
  const done = said === "granted" || said === "ended" ? said : null;
  return { ...(await loadMembers(memberships[0].organizationId)), mayChange, done } as const;
}

export async function action({ request }: ActionFunctionArgs) {
  const { user, memberships } = await requireRole(request, ["charity-approver"]);
  return actOnMembers(await request.formData(), {
    organizationId: memberships[0].organizationId,
    actorId: user.id,
    now: new Date(),
    path: "/workspace/members",
  });
}

export default function Members() {
  return <MembersPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
