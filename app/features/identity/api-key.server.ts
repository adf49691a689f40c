import { db } from "#app/lib/db.server.ts";
import { problem } from "#app/lib/problem.server.ts";
import { isMemberRole, type MemberRole } from "./roles.ts";
import { hashToken } from "./token.server.ts";

export type ActingKey = {
  id: string;
  /** The member that the key acts as: the proposer's key is the proposer. */
  userId: string;
  organizationId: string;
  organizationSlug: string;
  /** The member's roles in that organization now, not when the key was made. */
  roles: MemberRole[];
  /** What a `test` key sends is checked and answered, and counted nowhere. */
  mode: KeyMode;
};

export type KeyMode = "live" | "test";

export type ApiKeyResult = { ok: true; key: ActingKey } | { ok: false; reason: "missing" | "unknown" };

/** `last_used_at` is for people: a minute more or less is not worth a write per request. */
const LAST_USED_STEP_MS = 5 * 60_000;

/** The key of `Authorization: Bearer …`. One that ended, or whose member left the organization, is unknown. */
export async function requireApiKey(request: Request, now = new Date()): Promise<ApiKeyResult> {
  const given = /^Bearer +(\S{1,200})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (given === undefined) return { ok: false, reason: "missing" };
  const [found] = await db.rows<Omit<ActingKey, "roles"> & { roles: string[]; lastUsedAt: Date | null }>(
    `select k.id, k.user_id as "userId", k.organization_id as "organizationId", o.slug as "organizationSlug",
            k.last_used_at as "lastUsedAt", k.mode, array_agg(m.role order by m.role) as roles
     from api_key k join organization o on o.id = k.organization_id
     join membership m on m.organization_id = k.organization_id and m.user_id = k.user_id
     where k.key_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2)
     group by k.id, o.slug`,
    [hashToken(given), now],
  );
  if (!found) return { ok: false, reason: "unknown" };
  const { lastUsedAt, roles, ...key } = found;
  if (!lastUsedAt || now.getTime() - lastUsedAt.getTime() > LAST_USED_STEP_MS) {
    await db.run("update api_key set last_used_at = $2 where id = $1", [key.id, now]);
  }
  return { ok: true, key: { ...key, roles: roles.filter(isMemberRole) } };
}

/**
 * The key, if it belongs to a member with one of these roles; else the answer to give: 401 without a working
 * key, 403 without the right. A test key has a right only where the operation has a store of its own for it.
 */
export async function apiKeyWithRole(
  request: Request,
  roles: readonly MemberRole[],
  { takesTestKeys = false }: { takesTestKeys?: boolean } = {},
): Promise<{ ok: true; key: ActingKey } | { ok: false; response: Response }> {
  const found = await requireApiKey(request);
  if (!found.ok) return { ok: false, response: problem(request, "unauthorized") };
  const mayAct =
    found.key.roles.some((role) => roles.includes(role)) && (takesTestKeys || found.key.mode === "live");
  return mayAct ? found : { ok: false, response: problem(request, "forbidden") };
}
