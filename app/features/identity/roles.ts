/** Every account may give; the other roles are held in one organization. */
export const MEMBER_ROLES = [
  "charity-clerk",
  "charity-approver",
  "merchant",
  "trustee",
  "bureau-officer",
  "operator",
] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];
export type Role = "donor" | MemberRole;

/** Roles whose work is under /workspace. */
export const WORKSPACE_ROLES = ["charity-clerk", "charity-approver", "merchant", "trustee"] as const;

export function isMemberRole(text: string): text is MemberRole {
  return (MEMBER_ROLES as readonly string[]).includes(text);
}

/** Where a member with this role works. */
export function workPathOf(role: MemberRole): "/workspace" | "/supervision" | "/operations" {
  if (role === "bureau-officer") return "/supervision";
  return role === "operator" ? "/operations" : "/workspace";
}
