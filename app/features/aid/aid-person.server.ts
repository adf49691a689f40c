import { requireRole } from "#app/features/identity/guards.server.ts";
import { AID_ROLES } from "./case-state.ts";

export interface AidWorker {
  userId: string;
  roles: string[];
  organizationIds: [string, ...string[]];
}

/** Who is signed in for work on aid, with the organizations they work for; else throws as requireRole does. */
export async function requireAidWorker(request: Request): Promise<AidWorker> {
  const { user, memberships } = await requireRole(request, AID_ROLES);
  const [first, ...rest] = [...new Set(memberships.map(({ organizationId }) => organizationId))];
  return {
    userId: user.id,
    roles: [...new Set(memberships.map(({ role }) => role))],
    organizationIds: [first ?? memberships[0].organizationId, ...rest],
  };
}
