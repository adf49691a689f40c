import { requireRole } from "#app/features/identity/guards.server.ts";
import type { MemberRole } from "#app/features/identity/roles.ts";
import { findOrganization, type PublicOrganization } from "./public-queries.server.ts";

const CHARITY_ROLES = ["charity-clerk", "charity-approver"] as const;

export interface ReconciliationReader {
  userId: string;
  userName: string;
  organization: PublicOrganization;
  role: "clerk" | "approver" | "officer";
  /** Officers read only. */
  mayUpload: boolean;
  /** Kept in links, so that an officer stays with the charity looked at. */
  query: string;
}

/**
 * Who may look at an organization's statements: its own clerk or approver, and a bureau's officer, who names
 * the charity with `?organization=` and only reads. Throws the redirect, 403 or 404 to answer with.
 */
export async function requireReader(request: Request): Promise<ReconciliationReader> {
  const roles: readonly MemberRole[] = [...CHARITY_ROLES, "bureau-officer"];
  const { user, memberships } = await requireRole(request, roles);
  const asked = new URL(request.url).searchParams.get("organization");
  const own = memberships.filter(({ role }) => role !== "bureau-officer");
  const mine = asked === null ? own[0] : own.find(({ organizationSlug }) => organizationSlug === asked);
  const isOfficer = memberships.some(({ role }) => role === "bureau-officer");
  const slug = mine?.organizationSlug ?? (isOfficer ? asked : null);
  const organization = slug === null ? null : await findOrganization(slug);
  if (!organization) throw new Response(null, { status: 404 });
  const isClerk = own.some(
    ({ organizationId, role }) => organizationId === organization.id && role === "charity-clerk",
  );
  return {
    userId: user.id,
    userName: user.name,
    organization,
    role: mine ? (isClerk ? "clerk" : "approver") : "officer",
    mayUpload: mine !== undefined,
    query: asked === null ? "" : `?organization=${encodeURIComponent(organization.slug)}`,
  };
}
