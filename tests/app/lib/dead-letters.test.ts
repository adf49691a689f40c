import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "#app/lib/db.server.ts";
import { keepDeadLetter, listDeadLetters, retryDeadLetter } from "#app/lib/dead-letters.server.ts";

const NOW = new Date("2026-11-22T03:00:00Z");

async function deadLetter(job = "trace-fund", payload: object = { fundId: "aaaaaaaa" }): Promise<string> {
  const [row] = await db.rows<{ id: string }>(
    `insert into dead_letter (id, job, payload, error, attempts, failed_at)
     values (gen_random_uuid(), $1, $2::jsonb, 'Error: no', 5, $3) returning id`,
    [job, JSON.stringify(payload), NOW],
  );
  return row?.id ?? "";
}
const outbox = () =>
  db.rows<{ job: string; payload: unknown }>("select job, payload from outbox order by id");

describe("a dead letter", () => {
  it("goes back to the outbox once, however often and at once it is retried", async () => {
    const id = await deadLetter();
    const results = await Promise.all([1, 2, 3].map(() => retryDeadLetter(id, NOW)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await retryDeadLetter(id, NOW)).toEqual({ ok: false, reason: "already-retried" });
    expect(await outbox()).toEqual([{ job: "trace-fund", payload: { fundId: "aaaaaaaa" } }]);
    expect(await listDeadLetters()).toEqual([]);
  });

  it("is refused when nobody knows it, or its job", async () => {
    expect(await retryDeadLetter(randomUUID(), NOW)).toEqual({ ok: false, reason: "not-found" });
    expect(await retryDeadLetter("' or 1=1", NOW)).toEqual({ ok: false, reason: "not-found" });
    const odd = [await deadLetter("no-such-job"), await deadLetter("trace-fund", { fund: 1 })];
    for (const id of odd) {
      expect(await retryDeadLetter(id, NOW)).toEqual({ ok: false, reason: "unknown-job" });
    }
    expect(await outbox()).toEqual([]);
  });

  it("takes the place of its requests once, also when two workers give up at the same moment", async () => {
    await db.run(`insert into outbox (job, payload) values ('trace-fund', '{"fundId":"aaaaaaaa"}')`);
    const failed = {
      job: "trace-fund",
      payload: { fundId: "aaaaaaaa" },
      error: "Error: no",
      attempts: 5,
      outboxIds: [1n],
    };
    const kept = await Promise.all([keepDeadLetter(failed, NOW), keepDeadLetter(failed, NOW)]);
    expect(kept.sort()).toEqual([false, true]);
    expect(await listDeadLetters()).toHaveLength(1);
    expect(await outbox()).toEqual([]);
  });
});
