import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { WORKSPACE_ROLES } from "#app/features/identity/roles.ts";

/** What the public sees of the organization, until publishing has a room of its own. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { memberships } = await requireRole(request, WORKSPACE_ROLES);
  return redirect(`/organizations/${memberships[0].organizationSlug}`);
}
