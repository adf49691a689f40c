import type { MemberRole } from "#app/features/identity/roles.ts";

/** Who may ask for a refund or propose what becomes of money in quarantine, and who may say yes as the second person. */
export const MONEY_ASKER_ROLES = [
  "charity-clerk",
  "charity-approver",
  "trustee",
] as const satisfies MemberRole[];
export const MONEY_APPROVER_ROLES = ["charity-approver", "trustee"] as const satisfies MemberRole[];
