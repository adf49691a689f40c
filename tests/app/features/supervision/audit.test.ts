import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { grantMembership } from "#app/features/identity/grant-membership.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { proposeBankAccount } from "#app/features/payments/propose-bank-account.server.ts";
import {
  auditFiltersOf,
  listActors,
  listAudit,
  organizationsRead,
} from "#app/features/supervision/audit-queries.server.ts";
import { actText, subjectText } from "#app/features/supervision/audit-text.ts";
import { listSupervisedOrganizations } from "#app/features/supervision/list-organizations.server.ts";
import { answerAuditDownload, loadAudit } from "#app/features/supervision/load-audit.server.ts";
import { OLDER_ACTS, OLDER_SOURCES } from "#app/features/supervision/older-acts.ts";
import {
  listOverdueDuties,
  listWaitingRequests,
  supervisionFigures,
} from "#app/features/supervision/today-queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeFund, makeOrganization, NOW } from "#tests/factories/books.ts";
import { makeMember, makeUser } from "#tests/factories/people.ts";

const ALL = auditFiltersOf(new URLSearchParams());

async function makeOfficer(division: string): Promise<string> {
  const id = `bureau-${division}`;
  await db.run(
    `insert into organization (id, slug, kind, name, name_en, division_code) values ($1, $1, 'bureau', '民政局', 'Bureau', $2)`,
    [id, division],
  );
  const userId = await makeUser();
  await grantMembership({ organizationId: id, userId, role: "bureau-officer" }, NOW);
  return userId;
}

/** An act some minutes before `NOW`. */
const actAt = (organizationId: string, userId: string, minutes: number) =>
  recordAct(db, {
    organizationId,
    userId,
    act: "work-begun",
    subjectKind: "work",
    subjectId: `w${minutes}`,
    details: { minutes },
    now: new Date(NOW.getTime() - minutes * 60_000),
  });

describe("the audit trail", () => {
  it("shows acts and the older tables in one order, each once, a page at a time", async () => {
    const { organizationId } = await makeOrganization();
    const clerk = await makeMember(organizationId, "charity-clerk");
    const approver = await makeMember(organizationId, "charity-approver");
    const fundId = await makeFund(organizationId);
    for (let minutes = 100; minutes < 160; minutes += 1) await actAt(organizationId, clerk, minutes);
    await proposeBankAccount({
      organizationId,
      userId: clerk,
      typed: { bank: "ICBC", otherBank: "", accountName: "演示慈善会", accountNo: "1202000011112222" },
      now: NOW,
    });
    const proposedAt = new Date(NOW.getTime() - 50 * 60_000);
    const approvedAt = new Date(NOW.getTime() - 40 * 60_000);
    await db.run(
      `insert into disbursement (fund_id, id, organization_id, purpose_code, purpose, payee, amount_fen, currency,
         beneficiary_count, person_times, proposed_by_id, proposed_at, approved_by_id, approved_at)
       values ($1, $2, $3, 'meals', '午饭', '食堂', 100, 'CNY', 1, 1, $4, $5, $6, $7)`,
      [fundId, `b${fundId}000000000001`, organizationId, clerk, proposedAt, approver, approvedAt],
    );
    // The approval is in the newer table too, as verbs write it now.
    await recordAct(db, {
      organizationId,
      userId: approver,
      act: "disbursement-approved",
      subjectKind: "disbursement",
      subjectId: `b${fundId}000000000001`,
      now: approvedAt,
    });
    const first = await listAudit([organizationId], ALL, null);
    expect(first.acts).toHaveLength(50);
    expect(first.acts.slice(0, 4).map(({ act }) => act)).toEqual([
      "bank-account-proposed",
      "disbursement-approved",
      "disbursement-proposed",
      "work-begun",
    ]);
    const second = await listAudit([organizationId], ALL, first.nextCursor);
    expect(second.nextCursor).toBeNull();
    expect(second.acts).toHaveLength(13);
    const ids = [...first.acts, ...second.acts].map(({ id }) => id);
    expect(new Set(ids).size).toBe(63);

    const ofApprover = await listAudit([organizationId], { ...ALL, person: approver }, null);
    expect(ofApprover.acts.map(({ act }) => act)).toEqual(["disbursement-approved"]);
    const ofBank = await listAudit([organizationId], { ...ALL, subject: "bank-account" }, null);
    expect(ofBank.acts).toMatchObject([{ act: "bank-account-proposed" }]);
    expect((await listAudit([organizationId], { ...ALL, to: "2026-11-21" }, null)).acts).toEqual([]);
    const day = { ...ALL, from: "2026-11-22", to: "2026-11-22", subject: "disbursement" };
    expect((await listAudit([organizationId], day, null)).acts).toHaveLength(2);
    expect(await listActors([organizationId])).toHaveLength(2);
  });

  it("is read by its members and its bureau alone, on the page and in the file", async () => {
    const { organizationId } = await makeOrganization();
    const other = await makeOrganization();
    const clerk = await makeMember(organizationId, "charity-clerk");
    const stranger = await makeMember(other.organizationId, "charity-clerk");
    await db.run(
      `insert into division (code, name, name_en, level) values ('340722', '枞阳县', 'Zongyang', 'county') on conflict do nothing`,
    );
    const [officer, elsewhere] = [await makeOfficer("330122"), await makeOfficer("340722")];
    await actAt(organizationId, clerk, 5);
    await actAt(other.organizationId, stranger, 6);
    expect(await organizationsRead(clerk, "member", "")).toMatchObject([{ id: organizationId }]);
    expect(await organizationsRead(clerk, "officer", "")).toEqual([]);
    expect(await organizationsRead(elsewhere, "officer", "")).toEqual([]);
    expect(await organizationsRead(officer, "officer", "")).toHaveLength(2);
    const asked = (query: string) => new Request(`http://127.0.0.1/workspace/audit?${query}`);
    const one = await loadAudit(asked(`organization=${organizationId}`), officer, "officer");
    expect(one.acts.map(({ subjectId }) => subjectId)).toEqual(["w5"]);
    await expect(
      loadAudit(asked(`organization=${organizationId}`), stranger, "member"),
    ).rejects.toMatchObject({
      status: 404,
    });
    const download = (userId: string, as: "member" | "officer", query = "") =>
      answerAuditDownload(asked(query), { userId, as, lang: "zh" });
    const text = await (await download(clerk, "member")).text();
    const lines = text.replace("\uFEFF", "").trim().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(`work-begun,${subjectText("work", "zh")},w5`);
    expect(lines[2]).toMatch(/^rows,1,/);
    await expect(download(elsewhere, "officer")).rejects.toMatchObject({ status: 404 });
  });

  it("has a sentence in both languages for every act that an older table can hold", () => {
    const steps = OLDER_SOURCES.flatMap((source) => source.steps.map(({ act }) => act));
    for (const lang of ["zh", "en"] as const)
      for (const act of [...steps, ...OLDER_ACTS]) expect(actText(act, lang), act).not.toBe(act);
    for (const { subjectKind } of OLDER_SOURCES) expect(subjectText(subjectKind, "zh")).not.toBe(subjectKind);
  });
});

describe("what a bureau officer sees", () => {
  it("is the organizations of the officer's places, with what waits and what is late", async () => {
    const { organizationId } = await makeOrganization();
    await db.run(
      `insert into division (code, name, name_en, level) values ('340722', '枞阳县', 'Zongyang', 'county') on conflict do nothing`,
    );
    const [officer, elsewhere] = [await makeOfficer("330122"), await makeOfficer("340722")];
    const clerk = await makeMember(organizationId, "charity-clerk");
    await db.run(
      `insert into organization_change (id, organization_id, kind, facts, fields, note, proposed_by_id, proposed_at)
       values ($1, $2, 'correction', '{}', '{name}', '改名', $3, $4)`,
      [randomUUID(), organizationId, clerk, NOW],
    );
    await db.run(
      `insert into disclosure_task (id, organization_id, kind, title, title_en, law_article, due_on)
       values (gen_random_uuid(), $1, 'annual-report', '年报', 'Report', '第六条', '2026-05-31'),
              (gen_random_uuid(), $1, 'annual-report', '年报', 'Report', '第六条', '2026-11-22')`,
      [organizationId],
    );
    expect(await listWaitingRequests(officer)).toMatchObject([{ organizationId, kind: "correction" }]);
    expect(await listWaitingRequests(elsewhere)).toEqual([]);
    expect(await listOverdueDuties(officer, "2026-11-22")).toMatchObject({
      count: 1,
      duties: [{ dueOn: "2026-05-31" }],
    });
    expect(await listOverdueDuties(elsewhere, "2026-11-22")).toEqual({ count: 0, duties: [] });
    expect(await supervisionFigures(officer, NOW)).toMatchObject({ charityCount: 1, qualifiedCount: 1 });
    const list = (userId: string, state: "" | "applied" = "") =>
      listSupervisedOrganizations(userId, { q: "", state }, null);
    expect((await list(officer)).organizations).toMatchObject([
      { id: organizationId, hasWaitingChange: true },
    ]);
    expect((await list(officer, "applied")).organizations).toEqual([]);
    expect((await list(elsewhere)).organizations).toEqual([]);
  });
});
