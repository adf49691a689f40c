import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startChild, waitUntilReady } from "#scripts/services/child.ts";
import { Failure } from "#scripts/services/failure.ts";
import { temporaryFolder } from "#scripts/services/place.ts";
import { freePort, portIsFree } from "#scripts/services/ports.ts";
import { answersPing, startRedis } from "#scripts/services/redis.ts";

let folder: string;
beforeAll(() => {
  folder = temporaryFolder("child-test");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (name: string, script: string) =>
  startChild({ name, command: process.execPath, args: ["-e", script], logFile: join(folder, `${name}.log`) });

describe("a program that we start", () => {
  it("is asked to stop, and may take its leave", async () => {
    const child = node(
      "polite",
      "process.on('SIGTERM', () => process.exit(7)); console.log('up'); setInterval(() => {}, 1000)",
    );
    await waitUntilReady(
      child,
      async () => (await import("node:fs")).readFileSync(child.logFile, "utf8").includes("up"),
      10_000,
    );
    await Promise.all([child.stop(), child.stop()]);
    expect(await child.ended).toEqual({ code: 7, signal: null });
    expect(child.isRunning()).toBe(false);
  });

  it("is killed when it does not listen", async () => {
    const child = node(
      "stubborn",
      "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)",
    );
    await waitUntilReady(
      child,
      async () => (await import("node:fs")).readFileSync(child.logFile, "utf8").includes("up"),
      10_000,
    );
    await child.stop(50);
    expect((await child.ended).signal).toBe("SIGKILL");
  });

  it("that dies while starting is reported with its last words", async () => {
    const child = node("dying", "console.error('the reason'); process.exit(3)");
    const failure = await waitUntilReady(child, async () => false, 10_000).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect(String(failure)).toContain("the reason");
  });
});

describe("ports", () => {
  it("keeps a free one and leaves a taken one", async () => {
    const port = await freePort();
    expect(await freePort(port)).toBe(port);
    const redis = await startRedis({ dataDir: folder, logFile: join(folder, "redis.log"), port });
    try {
      expect(redis.port).toBe(port);
      expect(await answersPing(port)).toBe(true);
      expect(await portIsFree(port)).toBe(false);
      expect(await freePort(port)).not.toBe(port);
    } finally {
      await redis.stop();
    }
    expect(await answersPing(port)).toBe(false);
  });
});
