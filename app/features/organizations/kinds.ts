/** Organizations with a page of their own, in the order of lists. */
export const PUBLIC_ORGANIZATION_KINDS = ["charity", "trustee", "enterprise"] as const;
export type PublicOrganizationKind = (typeof PUBLIC_ORGANIZATION_KINDS)[number];

/** Legal forms of 慈善法 Art. 8. */
export const ORGANIZATION_FORMS = ["foundation", "association", "service-org"] as const;
export type OrganizationForm = (typeof ORGANIZATION_FORMS)[number];

/** Only an active organization is public, holds funds and takes gifts. */
export const ORGANIZATION_STATES = ["applied", "returned", "active", "refused"] as const;
export type OrganizationState = (typeof ORGANIZATION_STATES)[number];
