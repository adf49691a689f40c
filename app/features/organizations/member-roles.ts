import type { MemberRole } from "#app/features/identity/roles.ts";
import type { PublicOrganizationKind } from "./kinds.ts";

/** The roles that an organization of each kind has. */
export const ROLES_OF_KIND = {
  charity: ["charity-clerk", "charity-approver"],
  trustee: ["trustee"],
  enterprise: ["merchant"],
} as const satisfies Record<PublicOrganizationKind, readonly MemberRole[]>;

/** Every role that can be given here. */
export const GIVEN_ROLES = Object.values(ROLES_OF_KIND).flat();
export type GivenRole = (typeof GIVEN_ROLES)[number];

export const hasRole = (kind: PublicOrganizationKind, role: GivenRole): boolean =>
  (ROLES_OF_KIND[kind] as readonly string[]).includes(role);
