import { requireRole } from "#app/features/identity/guards.server.ts";
import { PUBLISHER_ROLES } from "./publish-disclosure.server.ts";

/** Who works on an organization's statutory clock, and which organization's; else throws as `requireRole` does. */
export async function requirePublisher(
  request: Request,
): Promise<{ organizationId: string; userId: string }> {
  const { user, memberships } = await requireRole(request, PUBLISHER_ROLES);
  return { organizationId: memberships[0].organizationId, userId: user.id };
}
