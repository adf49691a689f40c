import { describe, expect, it } from "vitest";
import { entrySha256 } from "#app/features/disclosures/entry-digest.ts";
import {
  disclosureTaskId,
  planDisclosureTasks,
} from "#app/features/disclosures/plan-disclosure-tasks.server.ts";
import { publishDisclosure } from "#app/features/disclosures/publish-disclosure.server.ts";
import { db, prisma } from "#app/lib/db.server.ts";
import { NOW } from "#tests/factories/books.ts";
import { makeMember, makeSpendingPlace, type SpendingPlace } from "#tests/factories/spending.ts";

const TODAY = "2026-11-22";

async function makeTask(): Promise<{ place: SpendingPlace; taskId: string }> {
  const place = await makeSpendingPlace();
  await planDisclosureTasks(place.organizationId, TODAY);
  const taskId = disclosureTaskId(place.organizationId, {
    fundId: null,
    kind: "annual-report",
    period: "2025",
  });
  return { place, taskId };
}

const textOf = ({ place, taskId }: { place: SpendingPlace; taskId: string }) => ({
  taskId,
  organizationId: place.organizationId,
  userId: place.clerkId,
  body: "【做了什么】\n送了 9,000 餐。",
  bodyEn: "",
  requiredFields: 6,
  filledFields: 5,
  now: NOW,
});

describe("planDisclosureTasks", () => {
  it("makes one row a duty, however often and at once it runs", async () => {
    const { organizationId, fundId } = await makeSpendingPlace();
    await db.run(
      "update fund set starts_on = '2026-03-01', ends_on = '2027-02-28', filed_on = '2026-02-10' where id = $1",
      [fundId],
    );
    await Promise.all([1, 2, 3].map(() => planDisclosureTasks(organizationId, TODAY)));
    expect(await planDisclosureTasks(organizationId, TODAY)).toBe(0);
    const tasks = await prisma.disclosureTask.findMany({
      where: { organizationId },
      orderBy: [{ dueOn: "asc" }, { kind: "asc" }],
    });
    expect(tasks.map((task) => task.kind)).toEqual([
      "filing",
      "annual-report",
      "related-parties",
      "progress",
      "progress",
      "progress",
    ]);
  });

  it("takes a filing from the register as published on its day, and moves an unpublished day", async () => {
    const { organizationId, fundId } = await makeSpendingPlace();
    await db.run(
      "update fund set starts_on = '2026-03-01', ends_on = '2026-08-31', filed_on = '2026-02-10' where id = $1",
      [fundId],
    );
    await planDisclosureTasks(organizationId, TODAY);
    const filing = await prisma.disclosureTask.findFirstOrThrow({
      where: { organizationId, kind: "filing" },
      include: { entries: true },
    });
    expect(filing.publishedAt).toEqual(new Date("2026-02-09T16:00:00Z"));
    expect(filing.entries).toHaveLength(1);
    await db.run("update fund set ends_on = '2026-07-31' where id = $1", [fundId]);
    expect(await planDisclosureTasks(organizationId, TODAY)).toBe(0);
    const end = await prisma.disclosureTask.findFirstOrThrow({
      where: { organizationId, kind: "end-report" },
    });
    expect(end.dueOn.toISOString().slice(0, 10)).toBe("2026-10-31");
  });

  it("plans nothing for an unknown organization", async () => {
    expect(await planDisclosureTasks("o-nobody", TODAY)).toBe(0);
  });
});

describe("publishDisclosure", () => {
  it("publishes one version when called twice and at once", async () => {
    const task = await makeTask();
    const results = await Promise.all([1, 2, 3, 4].map(() => publishDisclosure(textOf(task))));
    expect(results.filter((result) => result.ok && !result.repeated)).toHaveLength(1);
    const [entry, ...more] = await prisma.disclosureEntry.findMany({ where: { taskId: task.taskId } });
    expect(more).toEqual([]);
    expect(entry && entrySha256(entry)).toBe(entry?.sha256);
  });

  it("asks a correction for a note, keeps both versions and the first day", async () => {
    const task = await makeTask();
    await publishDisclosure(textOf(task));
    const later = new Date(NOW.getTime() + 86_400_000);
    const changed = { ...textOf(task), body: "【做了什么】\n送了 9,001 餐。", now: later };
    expect(await publishDisclosure(changed)).toEqual({ ok: false, reason: "note-required" });
    expect(await publishDisclosure({ ...changed, correctionNote: "  " })).toEqual({
      ok: false,
      reason: "note-required",
    });
    const corrected = { ...changed, correctionNote: "少算一餐。" };
    const both = await Promise.all([publishDisclosure(corrected), publishDisclosure(corrected)]);
    expect(both.map((result) => result.ok && result.version)).toEqual([2, 2]);
    const row = await prisma.disclosureTask.findUniqueOrThrow({
      where: { id: task.taskId },
      include: { entries: { orderBy: { version: "asc" } } },
    });
    expect(row.publishedAt).toEqual(NOW);
    expect(row.entries.map((entry) => entry.correctionNote)).toEqual([null, "少算一餐。"]);
  });

  it("refuses who may not, what is empty, and a task of somebody else", async () => {
    const task = await makeTask();
    const other = await makeSpendingPlace();
    const merchantId = await makeMember(task.place.organizationId, "merchant");
    const input = textOf(task);
    const reasonOf = async (over: Partial<typeof input>) => {
      const result = await publishDisclosure({ ...input, ...over });
      return result.ok ? "ok" : result.reason;
    };
    expect(await reasonOf({ userId: merchantId })).toBe("not-permitted");
    expect(await reasonOf({ userId: other.clerkId })).toBe("not-permitted");
    expect(await reasonOf({ organizationId: other.organizationId, userId: other.clerkId })).toBe("not-found");
    expect(await reasonOf({ body: " \n " })).toBe("empty-body");
    expect(await reasonOf({ filledFields: 7 })).toBe("fields-out-of-range");
    expect(await prisma.disclosureEntry.count()).toBe(0);
  });

  it("keeps a published version from change, also from us", async () => {
    const task = await makeTask();
    await publishDisclosure(textOf(task));
    await expect(db.run("update disclosure_entry set body = 'x'")).rejects.toThrow(/permission denied/);
    await expect(db.run("delete from disclosure_entry")).rejects.toThrow(/permission denied/);
  });
});
