import { describe, expect, it } from "vitest";
import { decideEvent, recordEvent } from "#app/features/disclosures/events.server.ts";
import { markMovedFigures } from "#app/features/disclosures/mark-moved-figures.server.ts";
import {
  disclosureTaskId,
  planAllDisclosureTasks,
  planDisclosureTasks,
} from "#app/features/disclosures/plan-disclosure-tasks.server.ts";
import { publishDisclosure } from "#app/features/disclosures/publish-disclosure.server.ts";
import { remindResponsible } from "#app/features/disclosures/remind-responsible.server.ts";
import { assignResponsible, setKeeper } from "#app/features/disclosures/responsible.server.ts";
import { indexTransfers } from "#app/features/ledger/index-transfers.server.ts";
import { db, prisma } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import { makeFund, NOW } from "#tests/factories/books.ts";
import {
  makeMember,
  makePaidGift,
  makeSpendingPlace,
  type SpendingPlace,
} from "#tests/factories/spending.ts";

const TODAY = "2026-11-22";
const at = (day: string): Date => new Date(startOfShanghaiDay(day).getTime() + 10 * 3_600_000);

/** A campaign of a year that began in March, in the register. */
async function makeCampaign(): Promise<SpendingPlace> {
  const place = await makeSpendingPlace();
  await db.run(
    "update fund set starts_on = '2026-03-01', ends_on = '2027-02-28', filed_on = '2026-02-10' where id = $1",
    [place.fundId],
  );
  return place;
}
const eventOf = (place: SpendingPlace, id: string) => ({
  id,
  organizationId: place.organizationId,
  userId: place.clerkId,
  kind: "investment" as const,
  fundId: null,
  occurredOn: "2026-11-02",
  amountFen: 500_000_00n,
  note: "定期存单",
  now: NOW,
});
const openTasks = (organizationId: string) =>
  prisma.disclosureTask.findMany({
    where: { organizationId, publishedAt: null, withdrawnAt: null },
    orderBy: [{ dueOn: "asc" }, { kind: "asc" }],
  });

describe("planning", () => {
  it("moves, withdraws and brings back what its facts ask for, and counts the moves", async () => {
    const { organizationId, fundId } = await makeCampaign();
    await planDisclosureTasks(organizationId, TODAY);
    const id = disclosureTaskId(organizationId, { fundId, kind: "progress", period: "3" });
    const read = () => prisma.disclosureTask.findUniqueOrThrow({ where: { id } });
    expect(await read()).toMatchObject({ dueMoves: 0, withdrawnAt: null });
    await db.run("update fund set starts_on = '2026-03-15' where id = $1", [fundId]);
    await planDisclosureTasks(organizationId, TODAY);
    expect(await read()).toMatchObject({ dueMoves: 1, dueOn: new Date("2026-12-15") });
    await db.run("update fund set ends_on = '2026-12-01' where id = $1", [fundId]);
    await planDisclosureTasks(organizationId, TODAY);
    expect(await read()).toMatchObject({ dueMoves: 2, withdrawnAt: expect.any(Date) });
    await db.run("update fund set ends_on = '2027-02-28' where id = $1", [fundId]);
    expect(await planAllDisclosureTasks(TODAY)).toBe(0);
    expect(await read()).toMatchObject({ dueMoves: 3, withdrawnAt: null });
    await expect(db.run("delete from disclosure_task")).rejects.toThrow(/permission denied/);
  });

  it("takes a project's own days, and what was left over once two people have ended it", async () => {
    const place = await makeCampaign();
    const progressDays = async () =>
      (await openTasks(place.organizationId))
        .filter(({ kind }) => kind.startsWith("project") || kind === "surplus")
        .map(({ kind, dueOn }) => `${kind} ${dueOn.toISOString().slice(0, 10)}`);
    await db.run(
      `insert into project (fund_id, organization_id, created_at, published_at)
       values ($1, $2, '2026-02-01', '2026-02-10')`,
      [place.fundId, place.organizationId],
    );
    await planDisclosureTasks(place.organizationId, TODAY);
    expect(await progressDays()).toEqual([
      "project-progress 2026-06-01",
      "project-progress 2026-09-01",
      "project-progress 2026-12-01",
    ]);
    await db.run("update project set ended_at = '2026-11-19T17:00:00Z' where fund_id = $1", [place.fundId]);
    await db.run(
      `insert into project_ending (id, fund_id, handling, amount_fen, to_fund_id, notice, asked_by_id, asked_at,
                                   approved_by_id, approved_at)
       values (gen_random_uuid(), $1, 'per-plan', 5000, $4, '转入同类项目', $2, now(), $3, now())`,
      [place.fundId, place.clerkId, place.approverId, await makeFund(place.organizationId)],
    );
    await planDisclosureTasks(place.organizationId, TODAY);
    // Its last progress would have come after its end in China, on 20 November.
    expect(await progressDays()).toEqual([
      "project-progress 2026-06-01",
      "project-progress 2026-09-01",
      "project-end 2027-02-20",
      "surplus 2027-02-20",
    ]);
  });

  it("sees in a filing that a campaign is an emergency, and that a filed plan was changed", async () => {
    const place = await makeCampaign();
    const filingId = "22222222-2222-4222-8222-222222222222";
    const plan = JSON.stringify({ fundIds: [place.fundId], isEmergency: true });
    await db.run(
      `insert into filing (id, organization_id, filing_no, created_at) values ($1, $2, '51330122MJ90000067A26001', now())`,
      [filingId, place.organizationId],
    );
    await db.run(
      `insert into filing_version (filing_id, number, organization_id, kind, state, base, plan, plan_sha256, starts_on,
                                   ends_on, changed_on, reason, drafted_by_id, drafted_at, released_by_id, released_at,
                                   submitted_on, submitted_by_id, submitted_at, answered_on, answered_by_id, answered_at)
       select $1, number, $2, kind, 'filed', base, $3::jsonb, 'x', current_date - 20, current_date + 60, changed_on, '改了用途', $4,
              now(), $5, now(), current_date - 4, $4, now(), current_date - 3, $4, now()
       from (values (1, 'plan', null::int, null::date), (2, 'amendment', 1, current_date - 10))
         as v(number, kind, base, changed_on)`,
      [filingId, place.organizationId, plan, place.clerkId, place.approverId],
    );
    const today = shanghaiDay(new Date());
    await planDisclosureTasks(place.organizationId, today);
    const events = await prisma.dutyEvent.findMany({ orderBy: { kind: "asc" } });
    expect(events.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      "emergency-began proposed",
      "plan-changed recorded",
    ]);
    const amendment = await prisma.disclosureTask.findFirstOrThrow({
      where: { kind: "filing-amendment" },
      include: { entries: true },
    });
    expect(amendment.entries).toHaveLength(1);
    expect(amendment.publishedAt && amendment.publishedAt < amendment.dueOn).toBe(true);
    const decision = {
      eventId: events[0]?.id ?? "",
      organizationId: place.organizationId,
      userId: place.clerkId,
      decision: "confirm" as const,
      reason: "",
      now: new Date(),
    };
    expect(await decideEvent(decision)).toEqual({ ok: true });
    const kinds = new Set((await openTasks(place.organizationId)).map(({ kind }) => kind));
    expect(kinds.has("emergency-receipts")).toBe(true);
  });

  it("plans all charities at once, and leaves published days alone", async () => {
    const places = [await makeCampaign(), await makeCampaign(), await makeCampaign()];
    const counts = await Promise.all([planAllDisclosureTasks(TODAY), planAllDisclosureTasks(TODAY)]);
    expect(counts[0] + counts[1]).toBe(18);
    const [place] = places;
    await db.run("update fund set starts_on = '2026-04-01' where id = $1", [place?.fundId]);
    await planAllDisclosureTasks(TODAY);
    const filings = await prisma.disclosureTask.findMany({ where: { kind: "filing" } });
    expect(filings.map(({ dueOn }) => dueOn.toISOString().slice(0, 10)).sort()).toEqual([
      "2026-02-19",
      "2026-02-19",
      "2026-02-19",
      "2026-03-22",
    ]);
  });
});

describe("events", () => {
  it("record one duty however often they are sent, and take it back with a reason", async () => {
    const place = await makeSpendingPlace();
    const event = eventOf(place, "11111111-1111-4111-8111-111111111111");
    const both = await Promise.all([recordEvent(event), recordEvent(event)]);
    expect(both.map((result) => result.ok && result.repeated).sort()).toEqual([false, true]);
    const owed = async () =>
      (await openTasks(place.organizationId)).filter(({ kind }) => kind === "major-event");
    expect((await owed()).map(({ dueOn }) => dueOn.toISOString().slice(0, 10))).toEqual(["2026-12-02"]);
    const decision = {
      eventId: event.id,
      organizationId: place.organizationId,
      userId: place.clerkId,
      decision: "withdraw" as const,
      now: NOW,
    };
    expect(await decideEvent({ ...decision, reason: " " })).toEqual({ ok: false, reason: "reason-needed" });
    expect(await decideEvent({ ...decision, reason: "记错了一天" })).toEqual({ ok: true });
    expect(await decideEvent({ ...decision, reason: "记错了一天" })).toEqual({ ok: true });
    expect(await owed()).toEqual([]);
    const acts = await db.rows<{ act: string }>("select act from organization_act order by act");
    expect(acts.map(({ act }) => act)).toEqual(["duty-event-recorded", "duty-event-withdrawn"]);
  });

  it("refuse a day to come, a missing figure, a missing fund and somebody else's", async () => {
    const place = await makeSpendingPlace();
    const other = await makeSpendingPlace();
    const event = eventOf(place, "11111111-1111-4111-8111-111111111112");
    const reasonOf = async (over: Partial<Parameters<typeof recordEvent>[0]>) => {
      const result = await recordEvent({ ...event, ...over });
      return result.ok ? "ok" : result.reason;
    };
    expect(await reasonOf({ occurredOn: "2026-11-23" })).toBe("in-the-future");
    expect(await reasonOf({ occurredOn: "2020-01-01" })).toBe("too-long-ago");
    expect(await reasonOf({ amountFen: null })).toBe("amount-needed");
    expect(await reasonOf({ kind: "emergency-began", amountFen: null, fundId: other.fundId })).toBe(
      "fund-needed",
    );
    expect(await prisma.dutyEvent.count()).toBe(0);
  });

  it("are proposed by what the system sees, once, and owe nothing until a person confirms", async () => {
    const place = await makeSpendingPlace();
    await db.run(
      "insert into related_party (organization_id, position, name, relation) values ($1, 1, '山茶实业（演示）', 'founder')",
      [place.organizationId],
    );
    const gift = await makePaidGift(place, 10_000_00n);
    await db.run(
      "update donation set donor_name = ' 山茶实业（演示） ', created_at = now() where fund_id = $1 and id = $2",
      [place.fundId, gift.donationId],
    );
    await planDisclosureTasks(place.organizationId, TODAY);
    await planDisclosureTasks(place.organizationId, TODAY);
    const [event, ...more] = await prisma.dutyEvent.findMany();
    expect(more).toEqual([]);
    expect(event).toMatchObject({ kind: "related-gift", state: "proposed", amountFen: 10_000_00n });
    const related = async () =>
      (await openTasks(place.organizationId)).filter(({ kind }) => kind === "related-event").length;
    expect(await related()).toBe(0);
    const decision = {
      eventId: event?.id ?? "",
      organizationId: place.organizationId,
      userId: place.clerkId,
      reason: "",
      now: NOW,
    };
    expect(await decideEvent({ ...decision, decision: "dismiss" })).toMatchObject({
      reason: "reason-needed",
    });
    expect(await decideEvent({ ...decision, decision: "confirm" })).toEqual({ ok: true });
    expect(await related()).toBe(1);
  });
});

describe("responsible people and reminders", () => {
  it("get one letter a day with all stages, once, and again only when the stage or the day changes", async () => {
    const place = await makeCampaign();
    await planDisclosureTasks(place.organizationId, TODAY);
    // Open: annual report and related parties (overdue), progress 1 and 2 (overdue), progress 3 in nine days.
    const counts = await Promise.all([remindResponsible(at(TODAY)), remindResponsible(at(TODAY))]);
    expect(counts.sort()).toEqual([0, 1]);
    expect(await remindResponsible(at(TODAY))).toBe(0);
    const mails = await prisma.outgoingMail.findMany();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toContain("4 项已过期，1 项快到期");
    expect(mails[0]?.text).toContain("2026-12-01 到期，还有 9 天");
    const stages = await db.rows<{ stage: number }>("select stage from duty_reminder order by stage");
    expect(stages.map(({ stage }) => stage)).toEqual([-1, -1, -1, -1, 30]);
    // Two days later seven days are left: that one alone.
    expect(await remindResponsible(at(addDays(TODAY, 1)))).toBe(0);
    expect(await remindResponsible(at(addDays(TODAY, 2)))).toBe(1);
    expect(await remindResponsible(at("2026-12-01"))).toBe(1);
    expect(await remindResponsible(at("2026-12-01"))).toBe(0);
    const last = await prisma.outgoingMail.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
    expect(last.text).toContain("就是今天");
  });

  it("are the one named, else the keeper of the kind, else the first clerk, as long as they belong to it", async () => {
    const place = await makeSpendingPlace();
    await planDisclosureTasks(place.organizationId, TODAY);
    const taskId = disclosureTaskId(place.organizationId, {
      fundId: null,
      kind: "annual-report",
      period: "2025",
    });
    const strangerId = await makeMember((await makeSpendingPlace()).organizationId, "charity-clerk");
    const decided = { organizationId: place.organizationId, userId: place.clerkId, now: NOW };
    expect(await assignResponsible({ ...decided, taskId, responsibleId: strangerId })).toEqual({
      ok: false,
      reason: "not-a-member",
    });
    const keeper = { ...decided, kind: "annual-report", responsibleId: place.approverId };
    expect(await setKeeper(keeper)).toEqual({ ok: true });
    expect(await assignResponsible({ ...decided, taskId, responsibleId: place.secondApproverId })).toEqual({
      ok: true,
    });
    const toldOf = async (day: string) => {
      await remindResponsible(at(day));
      const rows = await db.rows<{ userId: string; taskId: string }>(
        `select user_id as "userId", task_id as "taskId" from duty_reminder`,
      );
      return rows.find((row) => row.taskId === taskId)?.userId;
    };
    await db.run("delete from membership where user_id = $1", [place.secondApproverId]);
    expect(await toldOf(TODAY)).toBe(place.approverId);
  });
});

describe("figures", () => {
  it("are read off the ledger, are hashed with the text, and are corrected when the ledger moved", async ({
    task,
  }) => {
    task.meta.ledgerMayBreak = true;
    const place = await makeCampaign();
    await makePaidGift(place, 300_00n);
    await indexTransfers();
    await planDisclosureTasks(place.organizationId, TODAY);
    const taskId = disclosureTaskId(place.organizationId, {
      fundId: place.fundId,
      kind: "progress",
      period: "3",
    });
    const input = {
      taskId,
      organizationId: place.organizationId,
      userId: place.clerkId,
      body: "【收到多少】\n看账本。",
      bodyEn: "",
      requiredFields: 3,
      filledFields: 1,
      now: NOW,
    };
    expect(await publishDisclosure(input)).toEqual({ ok: true, version: 1, repeated: false });
    expect(await publishDisclosure(input)).toEqual({ ok: true, version: 1, repeated: true });
    expect(await markMovedFigures(NOW)).toBe(0);
    await makePaidGift(place, 45_00n);
    await indexTransfers();
    expect(await markMovedFigures(NOW)).toBe(1);
    expect(await markMovedFigures(NOW)).toBe(0);
    expect(await publishDisclosure(input)).toEqual({ ok: false, reason: "note-required" });
    const later = new Date(NOW.getTime() + 40 * 86_400_000);
    expect(await publishDisclosure({ ...input, correctionNote: "补记一笔", now: later })).toMatchObject({
      version: 2,
    });
    const entries = await prisma.disclosureEntry.findMany({ where: { taskId }, orderBy: { version: "asc" } });
    const received = entries.map(({ figures }) => {
      const { rows, throughDay, fromDay } = figures as {
        rows: { term: string; totalFen: string; periodFen: string }[];
        throughDay: string;
        fromDay: string;
      };
      const raised = rows.find(({ term }) => term === "raised");
      return `${fromDay} ${throughDay} ${raised?.totalFen} ${raised?.periodFen}`;
    });
    expect(received).toEqual(["2026-09-01 2026-11-22 30000 30000", "2026-09-01 2026-11-22 34500 34500"]);
    expect(new Set(entries.map(({ sha256 }) => sha256)).size).toBe(2);
    expect(
      (await prisma.disclosureTask.findUniqueOrThrow({ where: { id: taskId } })).figuresMovedAt,
    ).toBeNull();
  });
});
