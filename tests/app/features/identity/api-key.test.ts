import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { apiKeyWithRole, requireApiKey } from "#app/features/identity/api-key.server.ts";
import { createApiKey } from "#app/features/identity/create-api-key.server.ts";
import { listApiKeys } from "#app/features/identity/queries.server.ts";
import { revokeApiKey } from "#app/features/identity/revoke-api-key.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeOrganization } from "#tests/factories/books.ts";
import { makeMember, makeUser } from "#tests/factories/people.ts";

const NOW = new Date("2026-11-22T03:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

const withKey = (authorization?: string) =>
  new Request("http://127.0.0.1:3000/api/v1/disbursements", {
    headers: authorization === undefined ? {} : { Authorization: authorization },
  });

async function makeKey(): Promise<{ id: string; key: string; userId: string; organizationId: string }> {
  const { organizationId } = await makeOrganization({ slug: "charity-a" });
  const userId = await makeMember(organizationId, "charity-clerk");
  const id = randomUUID();
  const made = await createApiKey({ id, userId, organizationId, name: "财务系统" }, NOW);
  if (!made.ok) throw new Error(made.reason);
  return { id, key: made.key, userId, organizationId };
}

describe("an API key", () => {
  // Half of all secrets hold an underscore, as the mark in front of them does.
  it("is kept as its hash, and its mark and five letters in clear, whatever the secret holds", async () => {
    const { organizationId } = await makeOrganization();
    const userId = await makeMember(organizationId, "merchant");
    const by = { userId, organizationId, name: "收银" };
    for (const mode of ["live", "test"] as const) {
      const ids = Array.from({ length: 20 }, () => randomUUID());
      const made = await Promise.all(ids.map((id) => createApiKey({ ...by, id, mode }, NOW)));
      const secrets = new Map<string, string>(ids.map((id, at) => [id, made[at]?.ok ? made[at].key : ""]));
      expect([...secrets.values()].some((key) => key.slice(8).includes("_"))).toBe(true);
      const rows = await db.rows<{ id: string; prefix: string }>(
        "select id::text as id, prefix from api_key where mode = $1",
        [mode],
      );
      expect(rows).toHaveLength(20);
      for (const { id, prefix } of rows)
        expect(prefix).toBe(secrets.get(id)?.slice(0, mode === "test" ? 13 : 8));
    }
  });

  it("acts as its member, with that member's present roles in that organization", async () => {
    const { id, key, userId, organizationId } = await makeKey();
    expect(await requireApiKey(withKey(`Bearer ${key}`))).toEqual({
      ok: true,
      key: {
        id,
        userId,
        organizationId,
        organizationSlug: "charity-a",
        roles: ["charity-clerk"],
        mode: "live",
      },
    });
    expect(await apiKeyWithRole(withKey(`Bearer ${key}`), ["charity-clerk"])).toMatchObject({ ok: true });
    const refused = await apiKeyWithRole(withKey(`Bearer ${key}`), ["charity-approver"]);
    expect(refused.ok ? 200 : refused.response.status).toBe(403);
    await db.run("delete from membership");
    expect(await requireApiKey(withKey(`Bearer ${key}`))).toEqual({ ok: false, reason: "unknown" });
  });

  it("is asked for with 401", async () => {
    for (const authorization of [undefined, "", "Basic eDp5", "Bearer", "Bearer ms_unknown"]) {
      const answer = await apiKeyWithRole(withKey(authorization), ["charity-clerk"]);
      expect(answer.ok ? 200 : answer.response.status).toBe(401);
    }
  });

  it("is stored as a hash and made once, however often the form is sent", async () => {
    const { id, key, userId, organizationId } = await makeKey();
    const [row] = await db.rows<{ all: string }>("select api_key::text as all from api_key");
    expect(row?.all).not.toContain(key);
    expect(row?.all).toContain(key.slice(0, 8));
    const given = { id, userId, organizationId, name: "财务系统" };
    const again = await Promise.all([1, 2].map(() => createApiKey(given, NOW)));
    expect(again).toEqual([
      { ok: false, reason: "already-made" },
      { ok: false, reason: "already-made" },
    ]);
    expect(await listApiKeys(userId)).toHaveLength(1);
  });

  it("is not made for an organization that one does not belong to", async () => {
    const { organizationId } = await makeKey();
    const given = { id: randomUUID(), userId: await makeUser(), organizationId, name: "x" };
    expect(await createApiKey(given, NOW)).toEqual({ ok: false, reason: "not-a-member" });
  });

  it("stops working when it is revoked, by its own member only, once or twice", async () => {
    const { id, key, userId } = await makeKey();
    expect(await revokeApiKey({ id, userId: await makeUser() }, NOW)).toBe(false);
    expect(await revokeApiKey({ id: "no uuid", userId }, NOW)).toBe(false);
    expect((await requireApiKey(withKey(`Bearer ${key}`))).ok).toBe(true);
    expect(await revokeApiKey({ id, userId }, NOW)).toBe(true);
    expect(await revokeApiKey({ id, userId }, later(1))).toBe(true);
    expect((await requireApiKey(withKey(`Bearer ${key}`))).ok).toBe(false);
    const [row] = await db.rows<{ at: Date }>("select revoked_at as at from api_key");
    expect(row?.at).toEqual(NOW);
  });

  it("notes its last use, but not with every request", async () => {
    const { key, userId } = await makeKey();
    for (const at of [NOW, later(4)]) await requireApiKey(withKey(`Bearer ${key}`), at);
    expect((await listApiKeys(userId))[0]?.lastUsedAt).toEqual(NOW);
    await requireApiKey(withKey(`Bearer ${key}`), later(6));
    expect((await listApiKeys(userId))[0]?.lastUsedAt).toEqual(later(6));
  });
});
