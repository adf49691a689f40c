import { afterEach, describe, expect, it, vi } from "vitest";
import { couldChange } from "#app/lib/database-role.server.ts";
import { env } from "#app/lib/env.server.ts";
import { metricsText } from "#app/lib/metrics.server.ts";
import { readReadiness } from "#app/lib/readiness.server.ts";
import { loader } from "#app/routes/metrics.ts";
import { testDatabase } from "#tests/setup/test-database.ts";

afterEach(() => vi.restoreAllMocks());

describe("readiness", () => {
  it("is full with PostgreSQL, its migrations and Redis", async () => {
    expect(await readReadiness()).toEqual({ ok: true, degraded: [] });
  });

  it("is degraded without Redis", async () => {
    vi.spyOn(env(), "REDIS_URL", "get").mockReturnValue("redis://127.0.0.1:1");
    expect(await readReadiness()).toEqual({ ok: true, degraded: ["redis"] });
  });

  it("ends when a migration is missing", async () => {
    const client = await testDatabase().superuser();
    await client.query("update _prisma_migrations set finished_at = null");
    try {
      expect(await readReadiness()).toEqual({ ok: false, reason: "migrations" });
    } finally {
      await client.query("update _prisma_migrations set finished_at = now()");
    }
  });
});

describe("the application's role", () => {
  it("could not change a transfer, but may change other rows", async () => {
    expect(await couldChange("transfer")).toBe(false);
    expect(await couldChange("outbox")).toBe(true);
  });
});

describe("metrics", () => {
  it("count what waits", async () => {
    const { text } = await metricsText(new Date());
    expect(text).toContain("mingshan_outbox_waiting 0");
    expect(text).toContain("process_cpu_seconds_total");
  });

  it("are for loopback or the token, and do not exist for others", async () => {
    const ask = async (clientAddress: string, authorization?: string) => {
      const request = new Request("http://127.0.0.1:3000/metrics", {
        headers: authorization ? { Authorization: authorization } : {},
      });
      const answer = await loader({ request, context: { clientAddress }, params: {} }).catch(
        (thrown) => thrown,
      );
      return answer.status;
    };
    expect(await ask("127.0.0.1")).toBe(200);
    expect(await ask("::ffff:127.0.0.1")).toBe(200);
    expect(await ask("203.0.113.9")).toBe(404);
    expect(await ask("203.0.113.9", "Bearer undefined")).toBe(404);
    Object.assign(env(), { METRICS_TOKEN: "a-token-of-16-or-more" });
    try {
      expect(await ask("203.0.113.9", "Bearer a-wrong-token")).toBe(404);
      expect(await ask("203.0.113.9", "Bearer a-token-of-16-or-more")).toBe(200);
    } finally {
      Object.assign(env(), { METRICS_TOKEN: undefined });
    }
  });
});
