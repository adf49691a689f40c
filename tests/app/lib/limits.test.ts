import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RateLimiterRedis } from "rate-limiter-flexible";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { countEvent, readDayCounts } from "#app/lib/day-counts.server.ts";
import { countOf, takeLimit } from "#app/lib/limits.server.ts";
import { countStore, redisForCounts } from "#app/lib/redis.server.ts";
import { freePort } from "#scripts/services/ports.ts";
import { type RedisServer, startRedis } from "#scripts/services/redis.ts";

const NOW = new Date("2026-11-22T03:00:30Z");
const rule = (name: string) => ({ name, limit: 3, windowSeconds: 60 });
const redisAnswers = () => vi.waitFor(() => expect(countStore()).toBe("redis"), { timeout: 10_000 });

// A Redis of this file's own, so that it can be stopped.
let folder: string;
let port: number;
let redis: RedisServer;
const start = () => startRedis({ dataDir: folder, logFile: join(folder, "redis.log"), port });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mingshan-limits-"));
  port = await freePort();
  redis = await start();
  const client = redisForCounts();
  await redisAnswers();
  client.options.port = port;
  client.disconnect(true);
  await vi.waitFor(() => expect(client.stream.remotePort).toBe(port), { timeout: 10_000 });
  await redisAnswers();
});
afterAll(async () => {
  redisForCounts().disconnect();
  await redis.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("a limit", () => {
  it("is held by tries made at once, and says when to come again", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => takeLimit(rule("a"), "192.0.2.1", NOW)),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await takeLimit(rule("a"), "192.0.2.1", NOW)).toEqual({
      ok: false,
      count: 11,
      retryAfterSeconds: 30,
    });
    expect(await countOf(rule("a"), "192.0.2.1", NOW)).toBe(11);
  });

  it("counts each subject, rule and window by itself", async () => {
    for (let i = 0; i < 5; i += 1) await takeLimit(rule("b"), "x", NOW);
    expect((await takeLimit(rule("b"), "y", NOW)).count).toBe(1);
    expect((await takeLimit(rule("c"), "x", NOW)).count).toBe(1);
    expect((await takeLimit(rule("b"), "x", new Date("2026-11-22T03:01:00Z"))).count).toBe(1);
  });

  it("keeps no subject, and nothing longer than its window", async () => {
    await takeLimit(rule("d"), "192.0.2.77", NOW);
    const keys = await redisForCounts().keys("*");
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join(" ")).not.toContain("192.0.2.77");
    for (const key of keys) expect(await redisForCounts().ttl(key)).toBeGreaterThan(0);
  });

  it("goes on in this process while Redis is away, at once, and in Redis when it is back", async () => {
    await takeLimit(rule("e"), "x", NOW);
    await redis.stop();
    await vi.waitFor(() => expect(countStore()).toBe("memory"), { timeout: 10_000 });
    const startedAt = performance.now();
    const answers = [];
    for (let i = 0; i < 5; i += 1) answers.push(await takeLimit(rule("e"), "x", NOW));
    expect(performance.now() - startedAt).toBeLessThan(200);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, false, false]);
    expect(await countOf(rule("e"), "x", NOW)).toBe(5);
    expect(await readDayCounts(NOW)).toBeNull();
    redis = await start();
    await redisAnswers();
    expect((await takeLimit(rule("e"), "x", NOW)).count).toBe(1);
  });

  it("lets through when neither store can count", async () => {
    vi.spyOn(RateLimiterRedis.prototype, "penalty").mockRejectedValue(new Error("no store"));
    vi.spyOn(RateLimiterRedis.prototype, "get").mockRejectedValue(new Error("no store"));
    expect(await takeLimit(rule("f"), "x", NOW)).toEqual({ ok: true, count: 0 });
    expect(await countOf(rule("f"), "x", NOW)).toBe(0);
  });
});

describe("the events of a day", () => {
  it("are summed over 24 hours and forgotten after", async () => {
    const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
    await Promise.all([countEvent("x", NOW), countEvent("x", hoursAgo(5)), countEvent("y", hoursAgo(23))]);
    await countEvent("x", hoursAgo(24));
    const counts = await readDayCounts(NOW);
    expect(counts?.get("x")).toBe(2);
    expect(counts?.get("y")).toBe(1);
  });
});
