import { requireRole } from "#app/features/identity/guards.server.ts";
import { DISBURSEMENT_ROLES } from "./disbursement-state.ts";

export interface WorkPerson {
  userId: string;
  roles: string[];
  organizationIds: string[];
}

/** Who is signed in for work on payments, with the organizations they work for; else throws as requireRole does. */
export async function requireWorkPerson(request: Request): Promise<WorkPerson> {
  const { user, memberships } = await requireRole(request, DISBURSEMENT_ROLES);
  return {
    userId: user.id,
    roles: [...new Set(memberships.map(({ role }) => role))],
    organizationIds: [...new Set(memberships.map(({ organizationId }) => organizationId))],
  };
}
