import { grantMembership } from "#app/features/identity/grant-membership.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import type { PublicOrganizationKind } from "./kinds.ts";
import { type GivenRole, hasRole } from "./member-roles.ts";
import { supervises } from "./supervises.server.ts";

export type GrantRefusal = "not-permitted" | "no-account" | "role" | "self";
export type EndRefusal = "not-permitted" | "not-held" | "last-approver";

interface Acting {
  organizationId: string;
  /** An approver of the organization, or an officer of the bureau of its place. */
  actorId: string;
  role: GivenRole;
  now: Date;
}

/**
 * Gives a person with an account a role. An approver does, or the bureau, which thereby names a new charity's first
 * approver: nobody gives a role to themselves. Safe to call again.
 */
export async function grantRole(
  granting: Acting & { email: string },
): Promise<{ ok: true } | { ok: false; reason: GrantRefusal }> {
  const { organizationId, actorId, role, now } = granting;
  return transaction(async (tx) => {
    const kind = await lockedKind(tx, organizationId);
    if (!kind || !(await mayChangeMembers(tx, organizationId, actorId)))
      return { ok: false, reason: "not-permitted" };
    if (!hasRole(kind, role)) return { ok: false, reason: "role" };
    const [person] = await tx.rows<{ id: string; holds: boolean }>(
      `select u.id, exists (select from membership m where m.organization_id = $2 and m.user_id = u.id
                            and m.role = $3) as holds
       from app_user u where u.email = $1`,
      [granting.email.normalize("NFKC").trim().toLowerCase(), organizationId, role],
    );
    if (!person) return { ok: false, reason: "no-account" };
    if (person.id === actorId) return { ok: false, reason: "self" };
    if (person.holds) return { ok: true };
    await grantMembership({ organizationId, userId: person.id, role }, now, tx);
    await recordAct(tx, {
      organizationId,
      userId: actorId,
      act: "role-granted",
      subjectKind: "member",
      subjectId: person.id,
      details: { role },
      now,
    });
    return { ok: true };
  });
}

/** Ends a role. The last approver of a charity stays until another is named. Safe to call at once with others. */
export async function endRole(
  ending: Acting & { userId: string },
): Promise<{ ok: true } | { ok: false; reason: EndRefusal }> {
  const { organizationId, actorId, role, userId, now } = ending;
  return transaction(async (tx) => {
    const kind = await lockedKind(tx, organizationId);
    if (!kind || !(await mayChangeMembers(tx, organizationId, actorId)))
      return { ok: false, reason: "not-permitted" };
    const holders = await tx.rows<{ userId: string }>(
      `select user_id as "userId" from membership where organization_id = $1 and role = $2`,
      [organizationId, role],
    );
    if (!holders.some((holder) => holder.userId === userId)) return { ok: false, reason: "not-held" };
    if (role === "charity-approver" && holders.length === 1) return { ok: false, reason: "last-approver" };
    await tx.run("delete from membership where organization_id = $1 and user_id = $2 and role = $3", [
      organizationId,
      userId,
      role,
    ]);
    await recordAct(tx, {
      organizationId,
      userId: actorId,
      act: "role-ended",
      subjectKind: "member",
      subjectId: userId,
      details: { role },
      now,
    });
    return { ok: true };
  });
}

/** Changes of members wait for each other at the organization's row, so that one approver stays. */
async function lockedKind(tx: Sql, organizationId: string): Promise<PublicOrganizationKind | null> {
  const [row] = await tx.rows<{ kind: PublicOrganizationKind }>(
    "select kind from organization where id = $1 and state = 'active' for update",
    [organizationId],
  );
  return row?.kind ?? null;
}

async function mayChangeMembers(tx: Sql, organizationId: string, actorId: string): Promise<boolean> {
  const approver = await tx.rows(
    "select from membership where organization_id = $1 and user_id = $2 and role = 'charity-approver'",
    [organizationId, actorId],
  );
  return approver.length > 0 || supervises(tx, actorId, organizationId);
}
