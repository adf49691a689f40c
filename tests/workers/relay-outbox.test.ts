import { describe, expect, it } from "vitest";
import { db, transaction } from "#app/lib/db.server.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import type { JobQueues, QueuedJob } from "#workers/job-queues.ts";
import { relayLostJobs, relayOutbox } from "#workers/relay-outbox.ts";

const NOW = new Date("2026-11-22T03:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

/** Queues that only note what they are given. */
function notedQueues(over: Partial<JobQueues> = {}): JobQueues & { given: QueuedJob[] } {
  const given: QueuedJob[] = [];
  return {
    given,
    isReady: () => true,
    connections: () => 1,
    add: async (queued) => void given.push(...queued),
    consume: () => {},
    consumed: () => [],
    counts: async () => [],
    close: async () => {},
    ...over,
  };
}

const ask = (...fundIds: string[]) =>
  transaction((tx) =>
    requestJobs(
      tx,
      "trace-fund",
      fundIds.map((fundId) => ({ fundId })),
    ),
  );
const waiting = async () => (await db.rows("select 1 from outbox where dispatched_at is null")).length;

describe("the relay", () => {
  it("hands every row over once, also when two relays run at the same moment", async () => {
    await ask("aaaaaaaa", "bbbbbbbb", "aaaaaaaa");
    const queues = notedQueues();
    await Promise.all([relayOutbox(queues, NOW), relayOutbox(queues, NOW)]);
    expect(await relayOutbox(queues, NOW)).toBe(0);
    // Which of the two took a row is chance; that each was taken once is not.
    expect(queues.given.flatMap(({ outboxIds }) => outboxIds.map(Number)).sort()).toEqual([1, 2, 3]);
    expect(await waiting()).toBe(0);
  });

  it("folds equal requests into one job", async () => {
    await ask("aaaaaaaa", "bbbbbbbb", "aaaaaaaa");
    const queues = notedQueues();
    await relayOutbox(queues, NOW);
    expect(queues.given.map(({ payload, outboxIds }) => [payload, outboxIds])).toEqual([
      [{ fundId: "aaaaaaaa" }, [1n, 3n]],
      [{ fundId: "bbbbbbbb" }, [2n]],
    ]);
  });

  it("takes nothing while the queue is away, and gives nothing up when it goes away meanwhile", async () => {
    await ask("aaaaaaaa");
    expect(await relayOutbox(notedQueues({ isReady: () => false }), NOW)).toBe(0);
    const breaking = notedQueues({
      add: async () => {
        throw new Error("connection lost");
      },
    });
    await expect(relayOutbox(breaking, NOW)).rejects.toThrow("connection lost");
    expect(await waiting()).toBe(1);
    expect(await relayOutbox(notedQueues(), NOW)).toBe(1);
  });

  it("gives a job that is not done after its time the same id again, and a later request another", async () => {
    await ask("aaaaaaaa");
    const queues = notedQueues();
    await relayOutbox(queues, NOW);
    await ask("aaaaaaaa");
    await relayOutbox(queues, later(1));
    expect(await relayLostJobs(queues, NOW, later(2))).toBe(0);
    expect(await relayLostJobs(queues, later(1), later(2))).toBe(1);
    const [first, second, again] = queues.given.map(({ id }) => id);
    expect(again).toBe(first);
    expect(second).not.toBe(first);
  });

  it("keeps a request that no handler takes for the operator", async () => {
    await db.run(`insert into outbox (job, payload) values ('no-such-job', '{}')`);
    const queues = notedQueues();
    await relayOutbox(queues, NOW);
    expect(queues.given).toEqual([]);
    expect(await db.rows("select job, error from dead_letter")).toEqual([
      { job: "no-such-job", error: "no handler for this job" },
    ]);
    expect(await db.rows("select 1 from outbox")).toEqual([]);
  });
});
