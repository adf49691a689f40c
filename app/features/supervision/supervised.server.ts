import { requireRole } from "#app/features/identity/guards.server.ts";
import type { CurrentUser, Membership } from "#app/features/identity/queries.server.ts";

export interface Officer {
  user: CurrentUser;
  bureau: Membership;
}

/** The signed-in bureau officer; else throws as `requireRole` does. */
export async function requireOfficer(request: Request): Promise<Officer> {
  const { user, memberships } = await requireRole(request, ["bureau-officer"]);
  return { user, bureau: memberships[0] };
}
