import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readJobStatus } from "#app/lib/job-status.server.ts";
import { startRedis } from "#scripts/services/redis.ts";

const WAIT = { timeout: 25_000, interval: 100 };
const children: ChildProcess[] = [];

function run(variables: Record<string, string | undefined>) {
  const child = spawn(process.execPath, ["--import", "tsx", "workers/index.ts"], {
    env: { ...process.env, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  return { child, ended, output: () => output };
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

describe("the worker process", { timeout: 60_000 }, () => {
  it("says that it is ready, does its periodic work and ends cleanly", async () => {
    const worker = run({});
    await vi.waitFor(() => expect(worker.output()).toContain("worker ready\n"), WAIT);
    await vi.waitFor(async () => {
      const { heartbeats, runs } = await readJobStatus();
      expect(heartbeats[0]?.detail).toMatchObject({ redis: "ready" });
      expect(runs.map(({ job }) => job)).toContain("index-transfers");
    }, WAIT);
    worker.child.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    expect((await readJobStatus()).heartbeats).toEqual([]);
  });

  it("keeps on working and ends cleanly when Redis has gone", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mingshan-redis-"));
    try {
      const redis = await startRedis({ dataDir: folder, logFile: join(folder, "redis.log") });
      const worker = run({ REDIS_URL: redis.url });
      await vi.waitFor(async () => {
        expect((await readJobStatus()).heartbeats[0]?.detail?.redis).toBe("ready");
      }, WAIT);
      await redis.stop();
      await vi.waitFor(async () => {
        expect((await readJobStatus()).heartbeats[0]?.detail?.redis).toBe("down");
      }, WAIT);
      worker.child.kill("SIGTERM");
      expect(await worker.ended).toBe(0);
      expect(worker.output()).not.toContain("    at ");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("refuses to start as the owner of the tables", async () => {
    const worker = run({ DATABASE_URL: process.env.TEST_OWNER_URL });
    expect(await worker.ended).toBe(1);
    expect(worker.output()).toContain("DATABASE_URL may change the ledger");
  });

  it("names each wrong variable in one line", async () => {
    const worker = run({ REDIS_URL: "", SMTP_URL: "http://127.0.0.1" });
    expect(await worker.ended).toBe(1);
    expect(worker.output()).toMatch(/^REDIS_URL is missing .*\nSMTP_URL: .*\n$/);
  });
});
