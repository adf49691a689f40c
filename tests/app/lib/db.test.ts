import { describe, expect, it, vi } from "vitest";
import { db, pool, prisma, transaction } from "#app/lib/db.server.ts";
import { testDatabase } from "#tests/setup/test-database.ts";

describe("the database that a test is given", () => {
  it("is spoken to as the application's role, which cannot change the schema", async () => {
    const [row] = await db.rows<{ name: string }>("select current_user as name");
    expect(row?.name).toBe("mingshan_app");
    await expect(db.run("create table stray (id int)")).rejects.toThrow(/permission denied/);
  });

  it("gives int8 as bigint, to plain SQL and to Prisma alike", async () => {
    const [row] = await db.rows<{ sum: bigint }>("select 9007199254740993::int8 as sum");
    expect(row?.sum).toBe(9007199254740993n);
    await prisma.outbox.create({ data: { job: "first", payload: {} } });
    expect((await prisma.outbox.findFirst())?.id).toBeTypeOf("bigint");
  });

  it("is empty at the start of each test", async () => {
    expect(await prisma.outbox.count()).toBe(0);
  });

  it("rolls a transaction back when its work throws", async () => {
    const failing = transaction(async (tx) => {
      await tx.run("insert into outbox (job, payload) values ('lost', '{}')");
      throw new Error("half-way");
    });
    await expect(failing).rejects.toThrow("half-way");
    expect(await prisma.outbox.count()).toBe(0);
  });

  it("keeps statements by their text, so that two copies of the module can share a connection", async () => {
    vi.resetModules();
    const other: typeof import("#app/lib/db.server.ts") = await import("#app/lib/db.server.ts");
    expect(other.db).not.toBe(db);
    expect(other.pool).toBe(pool);
    const kept = { isKept: true };
    // Every connection of the pool, so that both copies meet on each.
    const all = Array.from({ length: 40 }, (_, n) => n);
    await Promise.all(all.map((n) => db.rows("select $1::int as a", [n], kept)));
    await Promise.all(all.map((n) => other.db.rows("select $1::int as b", [n], kept)));
    const rows = await Promise.all(
      all.map((n) => other.db.rows<{ a: number }>("select $1::int as a", [n], kept)),
    );
    expect(rows.map(([row]) => row?.a)).toEqual(all);
  });

  it("lets a test look past the grants", async () => {
    const superuser = await testDatabase().superuser();
    const { rows } = await superuser.query("select current_user as name");
    expect(rows[0].name).toBe("postgres");
  });
});
