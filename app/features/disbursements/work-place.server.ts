import { requireRole } from "#app/features/identity/guards.server.ts";
import { DISBURSEMENT_ROLES } from "./disbursement-state.ts";

export interface Workplace {
  userId: string;
  /** Roles in this organization. */
  roles: string[];
  organizationId: string;
  organizationName: string;
}

/** Who is signed in and for which organization they work on a page about one: their first. Else throws as requireRole does. */
export async function chosenWorkplace(request: Request): Promise<Workplace> {
  const { user, memberships } = await requireRole(request, DISBURSEMENT_ROLES);
  const [{ organizationId, organizationName }] = memberships;
  const roles = memberships.filter((one) => one.organizationId === organizationId).map(({ role }) => role);
  return { userId: user.id, roles, organizationId, organizationName };
}
