import { describe, expect, it } from "vitest";
import { db, prisma, transaction } from "#app/lib/db.server.ts";
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

  it("lets a test look past the grants", async () => {
    const superuser = await testDatabase().superuser();
    const { rows } = await superuser.query("select current_user as name");
    expect(rows[0].name).toBe("postgres");
  });
});
