import { requireRole } from "#app/features/identity/guards.server.ts";
import { RECEIPT_ROLES } from "./issue-receipts.server.ts";

/** Who is signed in for work on receipts, with the organizations that this is for; else throws as requireRole does. */
export interface ReceiptPerson {
  userId: string;
  organizationIds: string[];
}

export async function requireReceiptPerson(request: Request): Promise<ReceiptPerson> {
  const { user, memberships } = await requireRole(request, RECEIPT_ROLES);
  return {
    userId: user.id,
    organizationIds: [...new Set(memberships.map(({ organizationId }) => organizationId))],
  };
}
