import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { grantMembership } from "#app/features/identity/grant-membership.server.ts";
import { membershipsOf } from "#app/features/identity/queries.server.ts";
import { endRole, grantRole } from "#app/features/organizations/change-members.server.ts";
import { correctOrganization } from "#app/features/organizations/correct-organization.server.ts";
import { readOrganization } from "#app/features/organizations/current-facts.server.ts";
import { type Decision, decideChange } from "#app/features/organizations/decide-change.server.ts";
import type { OrganizationFacts } from "#app/features/organizations/facts.ts";
import { readPublicRecord } from "#app/features/organizations/public-record.server.ts";
import { findOrganization } from "#app/features/organizations/queries.server.ts";
import { registerOrganization } from "#app/features/organizations/register-organization.server.ts";
import { withdrawChange } from "#app/features/organizations/withdraw-change.server.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { makeOrganization, NOW } from "#tests/factories/books.ts";
import { CHARITY_FACTS, director } from "#tests/factories/organization-facts.ts";
import { makeUser } from "#tests/factories/people.ts";

let officer: string;
let applicant: string;

/** The bureau of a place, with one officer. */
async function makeBureau(division: string): Promise<string> {
  await db.run(
    `insert into organization (id, slug, kind, name, name_en, division_code) values ($1, $1, 'bureau', '民政局', 'Bureau', $2)`,
    [`bureau-${division}`, division],
  );
  const userId = await makeUser();
  await grantMembership({ organizationId: `bureau-${division}`, userId, role: "bureau-officer" }, NOW);
  return userId;
}

beforeEach(async () => {
  await db.run(
    `insert into division (code, name, name_en, level, parent_code) values
       ('3301', '杭州市', 'Hangzhou', 'city', null), ('330122', '桐庐县', 'Tonglu', 'county', '3301'),
       ('340722', '枞阳县', 'Zongyang', 'county', null) on conflict do nothing`,
  );
  officer = await makeBureau("330122");
  applicant = await makeUser();
});

const register = (
  facts: OrganizationFacts = CHARITY_FACTS,
  over: { changeId?: string; organizationId?: string } = {},
) =>
  registerOrganization({
    changeId: over.changeId ?? randomUUID(),
    organizationId: over.organizationId ?? null,
    userId: applicant,
    facts,
    now: NOW,
  });

async function registered(facts = CHARITY_FACTS): Promise<string> {
  const result = await register(facts);
  if (!result.ok) throw new Error(result.reason);
  return result.organizationId;
}

const stateOf = async (organizationId: string) => (await readOrganization(db, organizationId))?.state;
const waitingOf = async (organizationId: string) => {
  const [row] = await db.rows<{ id: string }>(
    "select id from organization_change where organization_id = $1 and state = 'waiting'",
    [organizationId],
  );
  if (!row) throw new Error("nothing waits");
  return row.id;
};
const decide = async (organizationId: string, decision: Decision, reason = "", officerId = officer) =>
  decideChange({ changeId: await waitingOf(organizationId), officerId, decision, reason, now: NOW });
const versionsOf = (organizationId: string) =>
  db.rows<{ number: number; fields: string[]; note: string; facts: OrganizationFacts }>(
    "select number, fields, note, facts from organization_version where organization_id = $1 order by number",
    [organizationId],
  );
const actsOf = async (organizationId: string) =>
  (
    await db.rows<{ act: string }>(
      "select act from organization_act where organization_id = $1 order by act",
      [organizationId],
    )
  ).map(({ act }) => act);

describe("a registration", () => {
  it("is nothing before the bureau accepts it, and then opens accounts and makes its first member", async () => {
    const changeId = randomUUID();
    const [first, second] = await Promise.all([
      register(CHARITY_FACTS, { changeId }),
      register(CHARITY_FACTS, { changeId }),
    ]);
    if (!first.ok || !second.ok) throw new Error("both are taken");
    expect(first.organizationId).toBe(second.organizationId);
    const id = first.organizationId;
    expect(await stateOf(id)).toBe("applied");
    const slug = (await readOrganization(db, id))?.slug ?? "";
    expect(slug).toBe("clear-brook-schooling-demo");
    expect(await findOrganization(slug)).toBeNull();
    expect(await db.rows("select from account where organization_id = $1", [id])).toEqual([]);
    expect(await membershipsOf(applicant)).toEqual([]);

    const waiting = await waitingOf(id);
    const accept = () =>
      decideChange({ changeId: waiting, officerId: officer, decision: "accepted", reason: "", now: NOW });
    expect(await Promise.all([accept(), accept()])).toEqual([{ ok: true }, { ok: true }]);
    expect(await findOrganization(slug)).toMatchObject({
      name: CHARITY_FACTS.name,
      uscc: CHARITY_FACTS.uscc,
    });
    expect((await readOrganization(db, id))?.facts).toEqual(CHARITY_FACTS);
    expect((await db.rows("select from account where organization_id = $1", [id])).length).toBeGreaterThan(0);
    expect(await membershipsOf(applicant)).toMatchObject([{ organizationId: id, role: "charity-clerk" }]);
    expect(await versionsOf(id)).toMatchObject([{ number: 1, facts: CHARITY_FACTS }]);
    expect(await actsOf(id)).toEqual(["registration-accepted", "registration-sent"]);
    const mails = await db.rows<{ text: string }>("select text from outgoing_mail");
    expect(mails.map(({ text }) => text.includes(CHARITY_FACTS.name))).toEqual([true]);
  });

  it("is sent back with reasons and sent again, or refused, which lets go of its code", async () => {
    const id = await registered();
    expect(await decide(id, "returned", "  ")).toEqual({ ok: false, reason: "reason" });
    expect(await decide(id, "returned", "请补理事的任期")).toEqual({ ok: true });
    expect(await stateOf(id)).toBe("returned");
    expect(await register(CHARITY_FACTS)).toEqual({ ok: false, reason: "code-known" });
    const better = { ...CHARITY_FACTS, contact: "桐庐县演示路 1 号" };
    expect(await register(better, { organizationId: id })).toMatchObject({ ok: true, organizationId: id });
    expect(await register(better, { organizationId: id })).toEqual({ ok: false, reason: "not-returned" });
    expect(await decide(id, "refused", "不在本县登记")).toEqual({ ok: true });
    expect(await stateOf(id)).toBe("refused");
    expect(await register(CHARITY_FACTS)).toMatchObject({ ok: true });
    expect(await actsOf(id)).toEqual([
      "registration-refused",
      "registration-returned",
      "registration-sent",
      "registration-sent",
    ]);
  });

  it("is decided by another person, of the bureau of its place or the city above, once", async () => {
    const id = await registered();
    const stranger = await makeBureau("340722");
    const city = await makeBureau("3301");
    expect(await decide(id, "accepted", "", stranger)).toEqual({ ok: false, reason: "not-found" });
    await grantMembership(
      { organizationId: "bureau-330122", userId: applicant, role: "bureau-officer" },
      NOW,
    );
    expect(await decide(id, "accepted", "", applicant)).toEqual({ ok: false, reason: "same-person" });
    const changeId = await waitingOf(id);
    expect(await decide(id, "returned", "请补证书编号", city)).toEqual({ ok: true });
    expect(
      await decideChange({ changeId, officerId: officer, decision: "accepted", reason: "", now: NOW }),
    ).toEqual({ ok: false, reason: "decided" });
    // Decisions and what was asked for stay as they were, whoever tries.
    await expect(
      db.run("update organization_change set note = 'x' where id = $1", [changeId]),
    ).rejects.toThrow();
  });

  it("is refused for a known code, an unknown place, a second charity of an own site, and too many at once", async () => {
    const facts = (at: number): OrganizationFacts => ({
      ...CHARITY_FACTS,
      uscc: `51330122MJ9000${at}`,
      nameEn: "",
    });
    expect(await register({ ...CHARITY_FACTS, divisionCode: "999999" })).toEqual({
      ok: false,
      reason: "place-unknown",
    });
    for (let at = 0; at < 5; at += 1) expect(await register(facts(at))).toMatchObject({ ok: true });
    expect(await register(facts(9))).toEqual({ ok: false, reason: "too-many" });
    applicant = await makeUser();
    expect(await register(facts(0))).toEqual({ ok: false, reason: "code-known" });
    vi.spyOn(env(), "DEPLOYMENT_MODE", "get").mockReturnValue("own-site");
    expect(await register(facts(8))).toEqual({ ok: false, reason: "second-charity" });
    expect(await register({ ...facts(8), kind: "enterprise", form: null })).toMatchObject({ ok: true });
    vi.restoreAllMocks();
  });
});

describe("a change of the record", () => {
  async function active(): Promise<string> {
    const id = await registered();
    expect(await decide(id, "accepted")).toEqual({ ok: true });
    return id;
  }
  const correct = (
    organizationId: string,
    facts: Partial<OrganizationFacts>,
    over: { changeId?: string; note?: string; userId?: string } = {},
  ) =>
    correctOrganization({
      changeId: over.changeId ?? randomUUID(),
      organizationId,
      userId: over.userId ?? applicant,
      facts: { ...CHARITY_FACTS, ...facts },
      note: over.note ?? "理事会 2026 年第二次会议决议",
      now: NOW,
    });

  it("is a version at once, once, or waits for the bureau and keeps what changed meanwhile", async () => {
    const id = await active();
    const people = [...CHARITY_FACTS.people, director("新理事")];
    const changeId = randomUUID();
    expect(await correct(id, { people }, { changeId })).toEqual({
      ok: true,
      outcome: "at-once",
      repeated: false,
    });
    expect(await correct(id, { people }, { changeId })).toEqual({
      ok: true,
      outcome: "at-once",
      repeated: true,
    });
    expect(await correct(id, { people })).toEqual({ ok: false, reason: "nothing-changed" });
    expect(await correct(id, { people, contact: "x" }, { note: "。" })).toEqual({
      ok: false,
      reason: "note",
    });

    const taxStatus = { from: "2026-01-01", to: "2028-12-31" };
    expect(await correct(id, { people, taxStatus })).toMatchObject({ ok: true, outcome: "waiting" });
    expect(await correct(id, { people, registrar: "杭州市民政局" })).toEqual({
      ok: false,
      reason: "another-waits",
    });
    expect(await correct(id, { people, contact: "0571-1111 1111" })).toMatchObject({ outcome: "at-once" });
    expect((await readOrganization(db, id))?.facts.taxStatus).toEqual(CHARITY_FACTS.taxStatus);
    expect(await decide(id, "refused", "没有这个选项")).toEqual({ ok: false, reason: "not-for-change" });
    expect(await decide(id, "accepted")).toEqual({ ok: true });
    expect((await readOrganization(db, id))?.facts).toEqual({
      ...CHARITY_FACTS,
      people,
      taxStatus,
      contact: "0571-1111 1111",
    });
    expect((await versionsOf(id)).map(({ number, fields }) => [number, ...fields].join(" "))).toEqual([
      expect.stringMatching(/^1 name /),
      "2 people",
      "3 contact",
      "4 taxStatus",
    ]);
    await expect(db.run("update organization_version set note = 'x'")).rejects.toThrow();
  });

  it("keeps the record of an organization from before versions as its first", async () => {
    const { organizationId } = await makeOrganization();
    await grantMembership({ organizationId, userId: applicant, role: "charity-approver" }, NOW);
    const before = (await readOrganization(db, organizationId))?.facts;
    if (!before) throw new Error("it is there");
    expect(await correct(organizationId, { ...before, summary: "一句话" })).toMatchObject({
      outcome: "at-once",
    });
    expect(await versionsOf(organizationId)).toMatchObject([
      { number: 1, fields: [], note: "", facts: before },
      { number: 2, fields: ["summary"] },
    ]);
  });

  it("is made and withdrawn by the organization's own people alone", async () => {
    const id = await active();
    const stranger = await makeUser();
    expect(await correct(id, { name: "别的名字" }, { userId: stranger })).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    expect(await correct(id, { name: "清溪助学中心（演示）" })).toMatchObject({ outcome: "waiting" });
    const withdraw = async (changeId: string, userId: string) =>
      withdrawChange({ changeId, organizationId: id, userId, now: NOW });
    const changeId = await waitingOf(id);
    expect(await withdraw(changeId, stranger)).toEqual({ ok: false, reason: "not-permitted" });
    expect(await withdraw(changeId, applicant)).toEqual({ ok: true });
    expect(await withdraw(changeId, applicant)).toEqual({ ok: true });
    expect(await correct(id, { name: "清溪助学中心（演示）" })).toMatchObject({ outcome: "waiting" });
    const again = await waitingOf(id);
    expect(await decide(id, "accepted")).toEqual({ ok: true });
    expect(await withdraw(again, applicant)).toEqual({ ok: false, reason: "decided" });
  });
});

describe("roles", () => {
  it("are given by the bureau and by approvers, never to oneself; the last approver stays", async () => {
    const id = await registered();
    await decide(id, "accepted");
    const [anna, ben] = [
      await makeUser({ email: "anna@example.org" }),
      await makeUser({ email: "ben@example.org" }),
    ];
    const grant = (
      actorId: string,
      email: string,
      role: "charity-approver" | "trustee" = "charity-approver",
    ) => grantRole({ organizationId: id, actorId, email, role, now: NOW });
    const end = (actorId: string, userId: string) =>
      endRole({ organizationId: id, actorId, userId, role: "charity-approver", now: NOW });
    expect(await grant(applicant, "anna@example.org")).toEqual({ ok: false, reason: "not-permitted" });
    expect(await grant(officer, "nobody@example.org")).toEqual({ ok: false, reason: "no-account" });
    expect(await grant(officer, "anna@example.org", "trustee")).toEqual({ ok: false, reason: "role" });
    expect(await grant(officer, " Anna@Example.org ")).toEqual({ ok: true });
    expect(await grant(officer, "anna@example.org")).toEqual({ ok: true });
    expect(await grant(anna, "anna@example.org")).toEqual({ ok: false, reason: "self" });
    expect(await end(anna, anna)).toEqual({ ok: false, reason: "last-approver" });
    expect(await grant(anna, "ben@example.org")).toEqual({ ok: true });
    // Each ends the other at the same moment: one of them stays.
    const ended = await Promise.all([end(anna, ben), end(ben, anna)]);
    expect(ended.filter(({ ok }) => ok)).toHaveLength(1);
    const left = await db.rows(
      "select from membership where organization_id = $1 and role = 'charity-approver'",
      [id],
    );
    expect(left).toHaveLength(1);
    expect((await actsOf(id)).filter((act) => act.startsWith("role-"))).toEqual([
      "role-ended",
      "role-granted",
      "role-granted",
    ]);
  });
});

describe("the public record", () => {
  it("shows versions with what changed, and never where people come from or who is related", async () => {
    const id = await registered();
    await decide(id, "accepted");
    const relative = director("新理事", { comesFrom: "秘密单位", relativeOf: "方清", isFromOutside: true });
    const people = [...CHARITY_FACTS.people, relative];
    await correctOrganization({
      changeId: randomUUID(),
      organizationId: id,
      userId: applicant,
      facts: { ...CHARITY_FACTS, people },
      note: "理事会决议增补一名理事",
      now: NOW,
    });
    const record = await readPublicRecord(id);
    expect(record?.versions.map(({ number, fields, note }) => [number, fields.length, note])).toEqual([
      [2, 1, "理事会决议增补一名理事"],
      [1, expect.any(Number), ""],
    ]);
    expect(record?.versions[0]?.before?.people).toHaveLength(6);
    expect(record?.versions[0]?.after.people.at(-1)?.name).toBe("新理事");
    const told = JSON.stringify(record);
    for (const secret of ["秘密单位", "桐庐一中"]) expect(told).not.toContain(secret);
    expect(record?.facts.people.some(({ relativeOf, isFromOutside }) => relativeOf || isFromOutside)).toBe(
      false,
    );
  });
});
