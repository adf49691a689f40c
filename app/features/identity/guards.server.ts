import { redirect } from "@remix-run/node";
import { type CurrentUser, findUserBySession, type Membership } from "./queries.server.ts";
import type { MemberRole } from "./roles.ts";
import { loginPath } from "./safe-path.ts";
import { sessionTokenOf } from "./session-cookie.server.ts";

// Several loaders of one page ask for the same request: the database is asked once.
const asked = new WeakMap<Request, Promise<CurrentUser | null>>();

/** Who is signed in, or null. */
export async function currentUser(request: Request): Promise<CurrentUser | null> {
  const known = asked.get(request);
  if (known) return known;
  const token = sessionTokenOf(request);
  const user = token === null ? Promise.resolve(null) : findUserBySession(token, new Date());
  asked.set(request, user);
  return user;
}

/** Who is signed in; else throws a redirect to /login that leads back here. */
export async function requireUser(request: Request): Promise<CurrentUser> {
  const user = await currentUser(request);
  if (!user) throw redirect(loginPath(request));
  return user;
}

export type Member = {
  user: CurrentUser;
  /** The memberships that give the right, never empty. */
  memberships: [Membership, ...Membership[]];
};

/**
 * A signed-in person who holds one of these roles, in this organization if one is named. Else throws: a
 * redirect to /login, 403 without any of the roles, 404 with the role but in another organization.
 */
export async function requireRole(
  request: Request,
  roles: readonly MemberRole[],
  organizationId?: string,
): Promise<Member> {
  const user = await requireUser(request);
  const withRole = user.memberships.filter(({ role }) => roles.includes(role));
  const [first, ...rest] = withRole.filter(
    (membership) => organizationId === undefined || membership.organizationId === organizationId,
  );
  if (first) return { user, memberships: [first, ...rest] };
  throw new Response(null, { status: withRole.length > 0 ? 404 : 403 });
}
