import { db } from "#app/lib/db.server.ts";
import { isMemberRole, type MemberRole } from "./roles.ts";
import { hashToken } from "./token.server.ts";

/** One role of a person in one organization. */
export type Membership = {
  organizationId: string;
  organizationSlug: string;
  organizationKind: string;
  organizationName: string;
  organizationNameEn: string;
  role: MemberRole;
};

export type CurrentUser = { id: string; email: string; name: string; memberships: Membership[] };

type MembershipRow = Omit<Membership, "role"> & { role: string };

const MEMBERSHIP_COLUMNS = `
  m.organization_id as "organizationId", o.slug as "organizationSlug", o.kind as "organizationKind",
  o.name as "organizationName", o.name_en as "organizationNameEn", m.role`;

/** What a person may do, and where. Reads that need a right join on these, or on the membership table itself. */
export async function membershipsOf(userId: string): Promise<Membership[]> {
  const rows = await db.rows<MembershipRow>(
    `select ${MEMBERSHIP_COLUMNS} from membership m join organization o on o.id = m.organization_id
     where m.user_id = $1 order by o.slug, m.role`,
    [userId],
  );
  return rows.flatMap(membershipOf);
}

/** The account behind a session token, with its memberships; null when the session is unknown or over. */
export async function findUserBySession(token: string, now: Date): Promise<CurrentUser | null> {
  const rows = await db.rows<{ id: string; email: string; name: string } & Partial<MembershipRow>>(
    `select u.id, u.email, u.name, ${MEMBERSHIP_COLUMNS}
     from session s join app_user u on u.id = s.user_id
     left join (membership m join organization o on o.id = m.organization_id) on m.user_id = u.id
     where s.token_hash = $1 and s.expires_at > $2
     order by o.slug, m.role`,
    [hashToken(token), now],
  );
  const [first] = rows;
  if (!first) return null;
  const memberships = rows.flatMap((row) => (row.role ? membershipOf(row as MembershipRow) : []));
  return { id: first.id, email: first.email, name: first.name, memberships };
}

export type ApiKeyRow = {
  id: string;
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  name: string;
  prefix: string;
  createdAt: Date;
  lastUsedAt: Date | null;
};

/** The working keys of one person. */
export async function listApiKeys(userId: string): Promise<ApiKeyRow[]> {
  return db.rows<ApiKeyRow>(
    `select k.id, k.organization_id as "organizationId", o.name as "organizationName",
            o.name_en as "organizationNameEn", k.name, k.prefix, k.created_at as "createdAt",
            k.last_used_at as "lastUsedAt"
     from api_key k join organization o on o.id = k.organization_id
     where k.user_id = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
     order by k.created_at desc, k.id`,
    [userId],
  );
}

export type OrganizationKeyRow = ApiKeyRow & {
  /** Whose rights it has. */
  userName: string;
  mode: "live" | "test";
  /** Until then it works beside the one that replaced it. */
  expiresAt: Date | null;
};

/** The working keys of some organizations, newest first. */
export async function listOrganizationKeys(
  organizationIds: readonly string[],
  now: Date,
): Promise<OrganizationKeyRow[]> {
  return db.rows<OrganizationKeyRow>(
    `select k.id, k.organization_id as "organizationId", o.name as "organizationName",
            o.name_en as "organizationNameEn", k.name, k.prefix, k.created_at as "createdAt",
            k.last_used_at as "lastUsedAt", u.name as "userName", k.mode, k.expires_at as "expiresAt"
     from api_key k join organization o on o.id = k.organization_id join app_user u on u.id = k.user_id
     where k.organization_id = any($1) and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2)
     order by k.created_at desc, k.id`,
    [[...organizationIds], now],
  );
}

function membershipOf(row: MembershipRow): Membership[] {
  const { organizationId, organizationSlug, organizationKind, organizationName, organizationNameEn, role } =
    row;
  if (!isMemberRole(role)) return []; // a role that this version does not know gives no right
  return [{ organizationId, organizationSlug, organizationKind, organizationName, organizationNameEn, role }];
}
