import ICAL from "ical.js";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { disclosuresAtom, escapeXml } from "#app/features/disclosures/atom-feed.server.ts";
import { calendarDuties, calendarFile } from "#app/features/disclosures/calendar-feed.server.ts";
import { findCalendarOwner, makeCalendarToken } from "#app/features/disclosures/calendar-token.server.ts";
import { disclosurePdf } from "#app/features/disclosures/disclosure-pdf.server.ts";
import { differenceOf } from "#app/features/disclosures/entry-difference.ts";
import { weeksOf } from "#app/features/disclosures/month-grid.ts";
import { listOverdue, noteOverdue, remindOverdue } from "#app/features/disclosures/overdue.server.ts";
import {
  disclosureTaskId,
  planDisclosureTasks,
} from "#app/features/disclosures/plan-disclosure-tasks.server.ts";
import { dutyYears } from "#app/features/disclosures/public-list.server.ts";
import { publishDisclosure } from "#app/features/disclosures/publish-disclosure.server.ts";
import { findDisclosure } from "#app/features/disclosures/queries.server.ts";
import { db, prisma } from "#app/lib/db.server.ts";
import { loader as calendarRoute } from "#app/routes/calendar.$file.ts";
import { makeOrganization, NOW } from "#tests/factories/books.ts";
import { makeMember, makeSpendingPlace, type SpendingPlace } from "#tests/factories/spending.ts";

const TODAY = "2026-11-22";

async function makeCampaign(): Promise<SpendingPlace & { progressId: string }> {
  const place = await makeSpendingPlace();
  await db.run("update fund set starts_on = '2026-03-01', ends_on = '2027-02-28' where id = $1", [
    place.fundId,
  ]);
  await planDisclosureTasks(place.organizationId, TODAY);
  const progressId = disclosureTaskId(place.organizationId, {
    fundId: place.fundId,
    kind: "progress",
    period: "3",
  });
  return { ...place, progressId };
}

/** The events of a calendar file by UID, as another program reads them. */
async function eventsOf(place: SpendingPlace, readerId: string | null): Promise<Map<string, ICAL.Component>> {
  const duties = await calendarDuties(readerId === null ? null : place.organizationId, TODAY);
  const file = calendarFile("期限", duties, "zh", NOW, readerId);
  const calendar = new ICAL.Component(ICAL.parse(file));
  expect(calendar.getFirstPropertyValue("x-wr-timezone")).toBe("Asia/Shanghai");
  return new Map(
    calendar
      .getAllSubcomponents("vevent")
      .map((event) => [String(event.getFirstPropertyValue("uid")), event]),
  );
}

describe("calendars", () => {
  it("have an all-day entry a duty with a stable UID, a SEQUENCE that grows, and alarms for its keeper", async () => {
    const place = await makeCampaign();
    const uid = `duty-${place.progressId}@127.0.0.1`;
    const event = (await eventsOf(place, place.clerkId)).get(uid);
    const start = event?.getFirstPropertyValue("dtstart") as ICAL.Time;
    expect([start.isDate, start.toString()]).toEqual([true, "2026-12-01"]);
    expect(event?.getFirstPropertyValue("dtstamp")).toBeTruthy();
    expect(event?.getFirstPropertyValue("sequence")).toBe(0);
    const triggers = event
      ?.getAllSubcomponents("valarm")
      .map((alarm) => (alarm.getFirstPropertyValue("trigger") as ICAL.Duration).toSeconds() / 86_400);
    expect(triggers).toEqual([-30, -7, -1]);
    await db.run("update fund set starts_on = '2026-03-10' where id = $1", [place.fundId]);
    await planDisclosureTasks(place.organizationId, TODAY);
    const moved = (await eventsOf(place, place.approverId)).get(uid);
    expect(moved?.getFirstPropertyValue("sequence")).toBe(1);
    expect(String(moved?.getFirstPropertyValue("dtstart"))).toBe("2026-12-10");
    expect(moved?.getAllSubcomponents("valarm")).toEqual([]);
    await db.run("update fund set ends_on = '2026-12-01' where id = $1", [place.fundId]);
    await planDisclosureTasks(place.organizationId, TODAY);
    const gone = (await eventsOf(place, null)).get(uid);
    expect(gone?.getFirstPropertyValue("status")).toBe("CANCELLED");
  });

  it("are read at an address that can be made anew and ends with the membership", async () => {
    const place = await makeCampaign();
    const mine = { organizationId: place.organizationId, userId: place.clerkId, now: NOW };
    const read = async (token: string): Promise<number> => {
      const request = new Request(`http://127.0.0.1:3000/calendar/${token}.ics`);
      const answer = await calendarRoute({ request, params: { file: `${token}.ics` }, context: {} }).catch(
        (thrown: unknown) => thrown as Response,
      );
      return answer.status;
    };
    const first = await makeCalendarToken(mine);
    expect(await read(first)).toBe(200);
    const second = await makeCalendarToken(mine);
    expect([await read(first), await read(second), await read("x")]).toEqual([404, 200, 404]);
    const [row] = await db.rows<{ tokenHash: string }>(
      `select token_hash as "tokenHash" from calendar_token`,
    );
    expect(row?.tokenHash).not.toContain(second);
    await db.run("delete from membership where user_id = $1", [place.clerkId]);
    expect(await findCalendarOwner(second)).toBeNull();
  });
});

describe("a correction", () => {
  it("stands in the feed, in print and in the years of its organization", async () => {
    const place = await makeCampaign();
    const input = {
      taskId: place.progressId,
      organizationId: place.organizationId,
      userId: place.clerkId,
      body: "【收到多少】\n送餐 8,112 人次 <b>&</b>。",
      bodyEn: "【What was received】\n8,112 meals.",
      requiredFields: 3,
      filledFields: 3,
      now: NOW,
    };
    await publishDisclosure(input);
    const later = new Date(NOW.getTime() + 15 * 86_400_000);
    await publishDisclosure({
      ...input,
      body: "【收到多少】\n送餐 8,346 人次。",
      correctionNote: "补齐",
      now: later,
    });
    const atom = await disclosuresAtom(null, "zh");
    expect(atom.match(/<entry>/g)).toHaveLength(2);
    expect(atom).toContain("更正：一餐热饭：第 3 次进展");
    expect(atom.indexOf("更正：")).toBeLessThan(atom.indexOf("公开了"));
    expect(await disclosuresAtom("nobody", "en")).not.toContain("<entry>");
    const found = await findDisclosure(place.progressId);
    const [latest] = found?.entries ?? [];
    if (!found || !latest) throw new Error("the published report is found");
    const bytes = await disclosurePdf(found, latest, "zh");
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
    for (const words of ["第 3 次进展", "8,346", "补齐", "账本里的数字", "慈善法第七十九条"])
      expect(text.replaceAll("\n", "")).toContain(words);
    expect(await dutyYears(place.organizationId, "2027-01-01")).toEqual([
      { year: 2026, met: 1, late: 0, missing: 5 },
    ]);
  });

  it.each([
    ["送餐 8,112 人次。", "送餐 8,346 人次。", ["送餐 ", "-8,112", "+8,346", " 人次。"]],
    ["一样的话。", "一样的话。", ["一样的话。"]],
    ["We sent 9,000 meals.", "We sent 9,001 warm meals.", ["We sent ", "-9,000 ", "+9,001 warm ", "meals."]],
    ["", "新的", ["+新的"]],
  ])("%s → %s", (before, after, expected) => {
    const marks = { same: "", added: "+", removed: "-" };
    expect(differenceOf(before, after).map(({ kind, text }) => marks[kind] + text)).toEqual(expected);
  });

  it("joins to both texts, whatever changed", () => {
    const before = "第一行\n【标题】\n花了 12.50 元，占 3%。";
    const after = "第一行改\n【标题】\n花了 1,250 元。\n完";
    const parts = differenceOf(before, after);
    const joined = (without: string) =>
      parts
        .filter(({ kind }) => kind !== without)
        .map(({ text }) => text)
        .join("");
    expect([joined("added"), joined("removed")]).toEqual([before, after]);
  });
});

describe("the bureau", () => {
  it("sees its places' overdue duties, may note and remind once a day, and moves nothing", async () => {
    const place = await makeCampaign();
    await db.run(
      "insert into division (code, name, name_en, level) values ('330481', '海宁市', 'Haining', 'county')",
    );
    const officerOf = async (division: string): Promise<string> => {
      const { organizationId } = await makeOrganization();
      await db.run("update organization set kind = 'bureau', division_code = $2 where id = $1", [
        organizationId,
        division,
      ]);
      return makeMember(organizationId, "bureau-officer");
    };
    const officerId = await officerOf("330122");
    const strangerId = await officerOf("330481");
    const seen = async (userId: string) => (await listOverdue(userId, { organization: "" }, TODAY)).duties;
    const [oldest] = await seen(officerId);
    expect((await seen(officerId)).map(({ kind }) => kind).sort()).toEqual([
      "annual-report",
      "filing",
      "progress",
      "progress",
      "related-parties",
    ]);
    expect(await seen(strangerId)).toEqual([]);
    const act = { taskId: oldest?.id ?? "", now: NOW };
    expect(await remindOverdue({ ...act, officerId: strangerId })).toEqual({
      ok: false,
      reason: "not-found",
    });
    const both = await Promise.all([1, 2].map(() => remindOverdue({ ...act, officerId })));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await noteOverdue({ ...act, officerId, text: " " })).toMatchObject({ reason: "text-needed" });
    expect(await noteOverdue({ ...act, officerId, text: "请尽快" })).toEqual({ ok: true });
    expect(await noteOverdue({ officerId, taskId: place.progressId, now: NOW, text: "早" })).toMatchObject({
      reason: "not-overdue",
    });
    expect(await prisma.outgoingMail.count()).toBe(1);
    expect((await seen(officerId))[0]?.notes.map(({ kind }) => kind)).toEqual(["reminded", "noted"]);
    expect((await seen(officerId))[0]?.dueOn).toBe(oldest?.dueOn);
  });
});

describe("small things", () => {
  it("weeks begin on Monday and hold every day once", () => {
    expect(weeksOf("2026-11").map((week) => week[0])).toEqual([
      null,
      "2026-11-02",
      "2026-11-09",
      "2026-11-16",
      "2026-11-23",
      "2026-11-30",
    ]);
    expect(weeksOf("2028-02").flat().filter(Boolean)).toHaveLength(29);
  });

  it("XML takes any text", () => {
    expect(escapeXml(`a<b>&"'\u0000`)).toBe("a&#60;b&#62;&#38;&#34;&#39;");
  });
});
