import { requireRole } from "#app/features/identity/guards.server.ts";
import { MONEY_APPROVER_ROLES, MONEY_ASKER_ROLES } from "../money-roles.ts";

/** Who is signed in for work on refunds and the quarantine, with their organizations; else throws as requireRole does. */
export interface MoneyPerson {
  userId: string;
  organizationIds: string[];
  mayApprove: boolean;
}

export async function requireMoneyPerson(request: Request): Promise<MoneyPerson> {
  const { user, memberships } = await requireRole(request, MONEY_ASKER_ROLES);
  return {
    userId: user.id,
    organizationIds: [...new Set(memberships.map(({ organizationId }) => organizationId))],
    mayApprove: memberships.some(({ role }) => (MONEY_APPROVER_ROLES as readonly string[]).includes(role)),
  };
}
