import { data, redirect } from "@remix-run/node";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { db } from "#app/lib/db.server.ts";
import { type EndRefusal, endRole, type GrantRefusal, grantRole } from "./change-members.server.ts";
import type { PublicOrganizationKind } from "./kinds.ts";
import { GIVEN_ROLES, type GivenRole } from "./member-roles.ts";

export interface MemberRow {
  userId: string;
  name: string;
  email: string;
  role: GivenRole;
  since: Date;
}

/** The people of an organization and their roles. For its members and the bureau. */
export async function loadMembers(organizationId: string) {
  const [members, kinds] = await Promise.all([
    db.rows<MemberRow>(
      `select m.user_id as "userId", u.name, u.email, m.role, m.created_at as since
       from membership m join app_user u on u.id = m.user_id
       where m.organization_id = $1 and m.role = any($2) order by m.role, m.created_at, u.email`,
      [organizationId, GIVEN_ROLES],
    ),
    db.rows<{ kind: PublicOrganizationKind; name: string }>(
      "select kind, name from organization where id = $1",
      [organizationId],
    ),
  ]);
  const [organization] = kinds;
  if (!organization) throw new Response(null, { status: 404 });
  return { members, ...organization };
}

export interface MembersAnswer {
  refusal: GrantRefusal | EndRefusal;
  email: string;
  role: string;
}

/** Gives or ends a role as the form asks; `path` is the page to come back to. */
export async function actOnMembers(
  form: FormData,
  who: { organizationId: string; actorId: string; now: Date; path: string },
) {
  const text = (name: string) => String(form.get(name) ?? "");
  const role = GIVEN_ROLES.find((one) => one === text("role"));
  const refuse = (refusal: MembersAnswer["refusal"]) =>
    data<MembersAnswer>(
      { refusal, email: text("email"), role: text("role") },
      { status: refusal === "no-account" || refusal === "role" ? 422 : 409, headers: PRIVATE_HEADERS },
    );
  if (!role) return refuse("role");
  const { path, ...acting } = who;
  if (form.get("intent") === "end") {
    const ended = await endRole({ ...acting, role, userId: text("userId") });
    return ended.ok ? redirect(`${path}?done=ended`) : refuse(ended.reason);
  }
  const granted = await grantRole({ ...acting, role, email: text("email") });
  return granted.ok ? redirect(`${path}?done=granted`) : refuse(granted.reason);
}
