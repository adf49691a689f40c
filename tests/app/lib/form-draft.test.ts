import { describe, expect, it } from "vitest";
import { db } from "#app/lib/db.server.ts";
import {
  type DraftKey,
  dropDraft,
  findDraft,
  listDrafts,
  saveDraft,
  typedOf,
} from "#app/lib/form-draft.server.ts";
import { makeUser } from "#tests/factories/people.ts";

const NOW = new Date("2026-11-22T02:00:00Z");
const LATER = new Date("2026-11-22T02:05:00Z");

async function keyOf(over: Partial<DraftKey> = {}): Promise<DraftKey> {
  return { userId: await makeUser(), organizationId: "o1", form: "filing", subject: "s1", ...over };
}

describe("a draft of a form", () => {
  it("keeps what was typed letter for letter, without files and buttons", async () => {
    const key = await keyOf();
    const form = new FormData();
    form.set("name", "  半句话\r\n还没写完  ");
    form.set("amount", "十万？");
    form.set("intent", "save-draft");
    form.set("paper", new File(["x"], "paper.pdf"));
    expect(await saveDraft(key, typedOf(form), NOW)).toEqual({ ok: true, savedAt: NOW });
    expect(await findDraft(key)).toEqual({
      subject: "s1",
      typed: { name: "  半句话\r\n还没写完  ", amount: "十万？" },
      savedAt: NOW,
    });
  });

  it("is replaced by the next, also by two at once, and belongs to one person", async () => {
    const key = await keyOf();
    await saveDraft(key, { name: "一" }, NOW);
    await Promise.all([saveDraft(key, { name: "二" }, LATER), saveDraft(key, { name: "二" }, LATER)]);
    expect(await listDrafts(key)).toEqual([{ subject: "s1", typed: { name: "二" }, savedAt: LATER }]);
    expect(await findDraft({ ...key, userId: await makeUser() })).toBeNull();
    expect(await findDraft({ ...key, organizationId: "o2" })).toBeNull();
    await saveDraft({ ...key, subject: "s2" }, { name: "另一份" }, NOW);
    expect((await listDrafts(key)).map(({ subject }) => subject)).toEqual(["s1", "s2"]);
    await dropDraft(db, key);
    await dropDraft(db, key);
    expect((await listDrafts(key)).map(({ subject }) => subject)).toEqual(["s2"]);
  });

  it("has a limit in size and in number, and says so without losing the earlier one", async () => {
    const key = await keyOf();
    await saveDraft(key, { name: "留着" }, NOW);
    expect(await saveDraft(key, { name: "长".repeat(50_000) }, LATER)).toEqual({
      ok: false,
      reason: "too-large",
    });
    expect((await findDraft(key))?.typed).toEqual({ name: "留着" });
    for (let count = 1; count < 50; count += 1)
      await saveDraft({ ...key, subject: `n${count}` }, { name: "又一份" }, NOW);
    expect(await saveDraft({ ...key, subject: "n50" }, {}, NOW)).toEqual({ ok: false, reason: "too-many" });
    expect(await saveDraft(key, { name: "改过" }, LATER)).toEqual({ ok: true, savedAt: LATER });
  });
});
