import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { actOnKeys, loadKeys } from "#app/features/consumption/integrators/keys-work.server.ts";
import { requireApiKey } from "#app/features/identity/api-key.server.ts";
import { replaceApiKey } from "#app/features/identity/replace-api-key.server.ts";
import { revokeOrganizationKey } from "#app/features/identity/revoke-api-key.server.ts";
import { db } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import { makeMerchant } from "#tests/factories/merchants.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";

const NOW = new Date();
const TODAY = shanghaiDay(NOW);
const works = async (key: string, at = NOW) => {
  const headers = { Authorization: `Bearer ${key}` };
  return (await requireApiKey(new Request("http://127.0.0.1:3000/", { headers }), at)).ok;
};
const post = async (userId: string, fields: Record<string, string>) =>
  actOnKeys(
    await requestOf(userId, "/workspace/sales/keys", { method: "POST", body: new URLSearchParams(fields) }),
    NOW,
  );
const outcomeOf = (answer: unknown) =>
  (answer as { data: { made: string | null; complaint: string | null } }).data;
const idOf = async (mode: string) =>
  String((await db.rows<{ id: string }>("select id from api_key where mode = $1", [mode]))[0]?.id);

describe("an enterprise's keys", () => {
  test("are made for a purpose, to try or live, and shown once", async () => {
    const { userId, merchantId } = await makeMerchant();
    const fields = {
      intent: "make",
      organizationId: merchantId,
      id: randomUUID(),
      name: "总店收银机",
      mode: "test",
    };
    const { made } = outcomeOf(await post(userId, fields));
    expect(made).toMatch(/^ms_test_/);
    expect(outcomeOf(await post(userId, fields))).toMatchObject({ made: null, complaint: "already-made" });
    expect(outcomeOf(await post(userId, { ...fields, name: " " }))).toMatchObject({ complaint: "no-name" });
    const page = await loadKeys(await requestOf(userId), NOW);
    expect(page.keys).toHaveLength(3);
    expect(JSON.stringify(page)).not.toContain(made);
  });

  test("of another enterprise are not there", async () => {
    const mine = await makeMerchant();
    const other = await makeMerchant();
    const fields = { intent: "make", organizationId: other.merchantId, id: randomUUID(), name: "x" };
    await expect(post(mine.userId, fields)).rejects.toMatchObject({ status: 404 });
    const [theirs] = (await loadKeys(await requestOf(other.userId), NOW)).keys;
    const revoke = { intent: "revoke", organizationId: mine.merchantId, id: String(theirs?.id) };
    await expect(post(mine.userId, revoke)).rejects.toMatchObject({ status: 404 });
    expect(await works(other.key)).toBe(true);
    const asked = await requestOf(mine.userId, `/workspace/sales/keys?replace=${theirs?.id}`);
    expect((await loadKeys(asked, NOW)).replacing).toBeNull();
  });

  test("are replaced: the former one works to the end of the chosen day, and no longer", async () => {
    const { merchantId, key } = await makeMerchant();
    const userId = await makeMember(merchantId, "merchant");
    const id = await idOf("live");
    const given = { id, newId: randomUUID(), organizationId: merchantId, userId, until: addDays(TODAY, 7) };
    for (const until of ["", "soon", addDays(TODAY, -1), addDays(TODAY, 91), "2026-02-31"])
      expect(await replaceApiKey({ ...given, until }, NOW)).toEqual({ ok: false, reason: "bad-day" });
    const [made, again] = await Promise.all([replaceApiKey(given, NOW), replaceApiKey(given, NOW)]);
    const one = [made, again].find((result) => result?.ok);
    expect([made, again].filter((result) => !result?.ok)).toEqual([{ ok: false, reason: "already-made" }]);
    const other = { ...given, newId: randomUUID() };
    expect(await replaceApiKey(other, NOW)).toEqual({ ok: false, reason: "already-replaced" });
    const midnight = startOfShanghaiDay(addDays(TODAY, 8));
    expect(await works(key, new Date(midnight.getTime() - 1))).toBe(true);
    expect(await works(key, midnight)).toBe(false);
    expect(one?.ok && (await works(one.key, midnight))).toBe(true);
    const acts = await db.rows("select act, details, user_id = $1 as mine from organization_act", [userId]);
    expect(acts).toEqual([{ act: "api-key-replaced", details: { until: given.until }, mine: true }]);
  });

  test("are revoked by any colleague, once or twice", async () => {
    const { merchantId, key } = await makeMerchant();
    const userId = await makeMember(merchantId, "merchant");
    const given = { id: await idOf("live"), organizationId: merchantId, userId };
    expect(await revokeOrganizationKey(given, NOW)).toBe(true);
    expect(await revokeOrganizationKey(given, NOW)).toBe(true);
    expect(await works(key)).toBe(false);
    const acts = await db.rows("select act, user_id = $1 as mine from organization_act", [userId]);
    expect(acts).toEqual([{ act: "api-key-revoked", mine: true }]);
    const newId = randomUUID();
    const until = addDays(TODAY, 7);
    expect(await replaceApiKey({ ...given, newId, until }, NOW)).toEqual({ ok: false, reason: "not-found" });
  });
});
