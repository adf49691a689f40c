import { describe, expect, it } from "vitest";
import { db } from "#app/lib/db.server.ts";
import { forgetRate, takeRate } from "#app/lib/rate-limit.server.ts";

const NOW = new Date("2026-11-22T03:00:30Z");
const rule = { name: "test", limit: 3, windowSeconds: 60 };

describe("a limit on tries", () => {
  it("lets exactly the limit through, also when all come at once", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => takeRate(rule, "a@example.org", NOW)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await takeRate(rule, "a@example.org", NOW)).toEqual({ ok: false, retryAfterSeconds: 30 });
  });

  it("counts each subject, rule and window by itself", async () => {
    for (let i = 0; i < 4; i += 1) await takeRate(rule, "a", NOW);
    expect((await takeRate(rule, "b", NOW)).ok).toBe(true);
    expect((await takeRate({ ...rule, name: "other" }, "a", NOW)).ok).toBe(true);
    expect((await takeRate(rule, "a", new Date("2026-11-22T03:01:00Z"))).ok).toBe(true);
  });

  it("can be forgotten, and never stores whom it is about", async () => {
    for (let i = 0; i < 4; i += 1) await takeRate(rule, "a@example.org", NOW);
    const rows = await db.rows<{ subject: string }>("select subject from rate_counter");
    expect(JSON.stringify(rows.map(({ subject }) => subject))).not.toContain("example");
    await forgetRate(rule, "a@example.org", NOW);
    expect((await takeRate(rule, "a@example.org", NOW)).ok).toBe(true);
  });
});
