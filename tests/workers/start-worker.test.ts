import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { jobNames, jobs } from "#app/jobs.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { listDeadLetters } from "#app/lib/dead-letters.server.ts";
import { readJobStatus } from "#app/lib/job-status.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { queueStates } from "#app/lib/queue-states.ts";
import { freePort } from "#scripts/services/ports.ts";
import { type RedisServer, startRedis } from "#scripts/services/redis.ts";
import { stubHandlers } from "#tests/workers/stub-handlers.ts";
import { type RunningWorker, startWorker } from "#workers/start-worker.ts";

const WAIT = { timeout: 15_000, interval: 50 };

let folder: string;
let port: number;
let redis: RedisServer | null = null;
const workers: RunningWorker[] = [];

const start = async () => {
  redis = await startRedis({ dataDir: folder, logFile: join(folder, "redis.log"), port });
};
const stopRedis = async () => {
  await redis?.stop();
  redis = null;
};
const work = (given: Omit<Parameters<typeof startWorker>[0], "redisUrl">) => {
  const worker = startWorker({ ...given, redisUrl: `redis://127.0.0.1:${port}` });
  workers.push(worker);
  return worker;
};
const ask = (fundId: string) => transaction((tx) => requestJob(tx, "trace-fund", { fundId }));
const outboxSize = async () => (await db.rows("select 1 from outbox")).length;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mingshan-redis-"));
  port = await freePort();
});

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await stopRedis();
  rmSync(folder, { recursive: true, force: true });
});

describe("a worker", { timeout: 40_000 }, () => {
  it("does what the outbox asks for and empties it; equal requests are one job", async () => {
    await start();
    const done: string[] = [];
    for (const fundId of ["aaaaaaaa", "bbbbbbbb", "aaaaaaaa"]) await ask(fundId);
    work({
      handlers: stubHandlers({ "trace-fund": async ({ fundId }) => void done.push(fundId) }),
      schedule: [],
    });
    await vi.waitFor(async () => expect(await outboxSize()).toBe(0), WAIT);
    expect(done.sort()).toEqual(["aaaaaaaa", "bbbbbbbb"]);
    // It says which queues it empties: all of them.
    await vi.waitFor(async () => {
      const states = queueStates(await readJobStatus(), jobNames, new Date());
      expect(states.filter(({ consumers }) => consumers === 0)).toEqual([]);
    }, WAIT);
  });

  it("starts without Redis, lets the rows wait and does them when it is there", async () => {
    const done: string[] = [];
    await ask("aaaaaaaa");
    work({
      handlers: stubHandlers({ "trace-fund": async ({ fundId }) => void done.push(fundId) }),
      schedule: [],
    });
    await vi.waitFor(async () => {
      const { heartbeats, outbox } = await readJobStatus();
      expect(heartbeats[0]?.detail?.redis).toBe("down");
      expect(outbox.waiting).toBe(1n);
    }, WAIT);
    await start();
    await vi.waitFor(async () => expect(await outboxSize()).toBe(0), WAIT);
    expect(done).toEqual(["aaaaaaaa"]);
  });

  it("does again what a Redis that was stopped and came back empty has forgotten", async () => {
    await start();
    const tries: string[] = [];
    let isFailing = true;
    work({
      handlers: stubHandlers({
        "trace-fund": async ({ fundId }) => {
          tries.push(fundId);
          if (isFailing) throw new Error("not now");
        },
      }),
      schedule: [],
    });
    await ask("aaaaaaaa");
    // It has failed once and waits in Redis for its second try when Redis goes away with it.
    await vi.waitFor(() => expect(tries).toHaveLength(1), WAIT);
    await stopRedis();
    isFailing = false;
    await ask("bbbbbbbb");
    expect(await outboxSize()).toBe(2);
    await start();
    await vi.waitFor(async () => expect(await outboxSize()).toBe(0), WAIT);
    expect(new Set(tries)).toEqual(new Set(["aaaaaaaa", "bbbbbbbb"]));
    expect(await listDeadLetters()).toEqual([]);
  });

  it("keeps a job that failed too often as a dead letter without personal data", async () => {
    await start();
    vi.spyOn(jobs["send-mail"], "attempts", "get").mockReturnValue(2);
    vi.spyOn(jobs["send-mail"], "backoffMs", "get").mockReturnValue(10);
    const mailId = randomUUID();
    await transaction((tx) => requestJob(tx, "send-mail", { mailId }));
    let tries = 0;
    work({
      handlers: stubHandlers({
        "send-mail": async () => {
          tries += 1;
          throw new Error("550 no such user <li.lei@example.org>, call 13800138000");
        },
      }),
      schedule: [],
    });
    await vi.waitFor(async () => expect(await listDeadLetters()).toHaveLength(1), WAIT);
    const [letter] = await listDeadLetters();
    expect(letter).toMatchObject({ job: "send-mail", payload: { mailId }, attempts: 2 });
    expect(letter?.error).toBe("Error: 550 no such user <[address]>, call [number]");
    expect(tries).toBe(2);
    expect(await outboxSize()).toBe(0);
  });

  it("runs periodic jobs in one process only, without Redis, and another takes over", async () => {
    const ran: string[] = [];
    const countOf = (worker: string) => ran.filter((name) => name === worker).length;
    const schedule = [{ job: "index-transfers", everyMs: 20 }] as const;
    const first = work({
      name: "one",
      handlers: stubHandlers({ "index-transfers": async () => void ran.push("one") }),
      schedule,
    });
    await vi.waitFor(() => expect(countOf("one")).toBeGreaterThan(2), WAIT);
    work({
      name: "two",
      handlers: stubHandlers({ "index-transfers": async () => void ran.push("two") }),
      schedule,
    });
    await vi.waitFor(async () => expect((await readJobStatus()).heartbeats).toHaveLength(2), WAIT);
    expect(countOf("two")).toBe(0);
    await first.stop();
    await vi.waitFor(() => expect(countOf("two")).toBeGreaterThan(2), WAIT);
    const status = await readJobStatus();
    expect(status.heartbeats.map(({ worker }) => worker)).toEqual(["two"]);
    expect(status.runs[0]).toMatchObject({ job: "index-transfers", lastError: null });
  });

  it("records why a periodic job failed and goes on", async () => {
    let runs = 0;
    work({
      handlers: stubHandlers({
        "check-ledger": async () => {
          runs += 1;
          throw new Error("difference of 1 fen");
        },
      }),
      schedule: [{ job: "check-ledger", everyMs: 10 }],
    });
    await vi.waitFor(async () => {
      expect((await readJobStatus()).runs[0]?.lastError).toBe("Error: difference of 1 fen");
    }, WAIT);
    await vi.waitFor(() => expect(runs).toBeGreaterThan(1), WAIT);
  });

  it("lets a running job end before it stops", async () => {
    await start();
    let isStarted = false;
    let isDone = false;
    let finish = () => {};
    const open = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const worker = work({
      handlers: stubHandlers({
        "trace-fund": async () => {
          isStarted = true;
          await open;
          isDone = true;
        },
      }),
      schedule: [],
    });
    await ask("aaaaaaaa");
    await vi.waitFor(() => expect(isStarted).toBe(true), WAIT);
    const stopping = worker.stop();
    finish();
    await stopping;
    expect(isDone).toBe(true);
    expect(await outboxSize()).toBe(0);
  });
});
