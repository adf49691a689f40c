import { describe, expect, it } from "vitest";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";

const act = {
  organizationId: "o1",
  userId: null,
  act: "work-begun",
  subjectKind: "work",
  subjectId: "w1",
  now: new Date("2026-11-22T02:00:00Z"),
} as const;

describe("the audit trail", () => {
  it("holds an act with its figures, amounts to the fen", async () => {
    await transaction((tx) =>
      recordAct(tx, { ...act, details: { totalFen: 9_007_199_254_740_993n, rows: 3 } }),
    );
    expect(await db.rows("select act, subject_id as subject, details from organization_act")).toEqual([
      { act: "work-begun", subject: "w1", details: { totalFen: "9007199254740993", rows: 3 } },
    ]);
  });

  it.each(["张三", "a sentence of somebody's"])("refuses words as a detail: %s", async (words) => {
    await expect(recordAct(db, { ...act, details: { words } })).rejects.toThrow("codes and figures");
  });

  it("is there if and only if the write is", async () => {
    await expect(
      transaction(async (tx) => {
        await recordAct(tx, act);
        throw new Error("the write failed");
      }),
    ).rejects.toThrow("the write failed");
    expect(await db.rows("select 1 as one from organization_act")).toEqual([]);
  });

  it("cannot be changed or taken back", async () => {
    await recordAct(db, act);
    await expect(db.run("update organization_act set act = 'other'")).rejects.toThrow("permission denied");
    await expect(db.run("delete from organization_act")).rejects.toThrow("permission denied");
  });
});
