import { rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyMigrations, differenceSql, historyProblems } from "#scripts/migrations/engine.ts";
import { removeDatabaseFolder, temporaryFolder } from "#scripts/services/place.ts";
import { type PostgresServer, startPostgres } from "#scripts/services/postgres.ts";

let folder: string;
let server: PostgresServer;
beforeAll(async () => {
  folder = temporaryFolder("migrations-test");
  server = await startPostgres({ dataDir: folder, logFile: join(folder, "postgres.log"), throwaway: true });
}, 30_000);
afterAll(async () => {
  await server.stop();
  removeDatabaseFolder(folder);
  rmSync(folder, { recursive: true, force: true });
});

async function query(role: "superuser" | "owner" | "application", sql: string) {
  const client = new pg.Client({ connectionString: server.url(role) });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("migrations", { timeout: 30_000 }, () => {
  it("are applied once, by the owner, and recorded as Prisma records them", async () => {
    const applied = await applyMigrations(server.url("owner"));
    expect(applied.length).toBeGreaterThan(0);
    expect(await applyMigrations(server.url("owner"))).toEqual([]);
    const recorded = await query(
      "owner",
      "select migration_name as name, tableowner as owner from _prisma_migrations, pg_tables where tablename = 'transfer' order by 1",
    );
    expect(recorded.map(({ name }) => name)).toEqual(applied);
    expect(recorded[0].owner).toBe("mingshan_owner");
  });

  it("keep functions whole and grant the application less than the owner", async () => {
    const triggers = await query(
      "owner",
      "select tgname from pg_trigger where tgrelid = 'transfer'::regclass and not tgisinternal",
    );
    expect(triggers.length).toBeGreaterThan(0);
    await expect(query("application", "delete from transfer")).rejects.toThrow(/permission denied/);
    await expect(query("owner", "truncate transfer cascade")).rejects.toThrow();
  });

  it("agree with schema.prisma, and a scratch database does not stay behind", async () => {
    expect(await differenceSql(server.url("owner"))).toBe("");
    expect(
      await query("superuser", "select datname from pg_database where datname like 'mingshan_scratch%'"),
    ).toEqual([]);
  });

  it("that were changed after they had been applied are named", async () => {
    expect(await historyProblems(server.url("owner"))).toEqual([]);
    await query("owner", "update _prisma_migrations set checksum = repeat('0', 64)");
    expect((await historyProblems(server.url("owner")))[0]).toMatch(/was changed after it had been applied/);
  });
});
