import { describe, expect, it } from "vitest";
import { db } from "#app/lib/db.server.ts";
import {
  advanceWork,
  beginWork,
  failWork,
  findWork,
  finishWork,
  listWork,
  longWorkState,
  setWorkTotal,
} from "#app/lib/long-work.server.ts";

const NOW = new Date("2026-11-22T02:00:00Z");
const ID = "00000000-0000-4000-8000-000000000001";
const USER = "00000000-0000-4000-8000-0000000000aa";
const begin = () =>
  beginWork(db, {
    id: ID,
    organizationId: "o1",
    kind: "issue",
    subjectId: "drive-1",
    userId: USER,
    total: 10,
    now: NOW,
  });

async function read() {
  const work = await findWork(ID, ["o1"]);
  if (!work) throw new Error("the work is not there");
  return { state: longWorkState(work), done: work.done, total: work.total };
}

describe("long work", () => {
  it("is one work, however often the form is sent", async () => {
    expect([await begin(), await begin()]).toEqual([true, false]);
    expect(await listWork(["o1"], 10)).toHaveLength(1);
    expect(await read()).toEqual({ state: "waiting", done: 0, total: 10 });
  });

  it("counts forwards alone, and never past what there is", async () => {
    await begin();
    await advanceWork(ID, 7, NOW);
    await advanceWork(ID, 4, NOW);
    expect(await read()).toEqual({ state: "running", done: 7, total: 10 });
    await advanceWork(ID, 12, NOW);
    expect((await read()).done).toBe(10);
    await setWorkTotal(ID, 3, db);
    expect((await read()).total).toBe(10);
  });

  it("goes on after a failure and stays finished", async () => {
    await begin();
    await failWork(ID, "bank-away", NOW);
    expect(await read()).toMatchObject({ state: "failed" });
    await advanceWork(ID, 2, NOW);
    expect(await read()).toMatchObject({ state: "running", done: 2 });
    await finishWork(ID, NOW);
    await failWork(ID, "too-late", NOW);
    await advanceWork(ID, 1, NOW);
    expect(await read()).toEqual({ state: "finished", done: 10, total: 10 });
    await expect(db.run("update long_work set done = 1")).rejects.toThrow("forward");
  });

  it("is not shown to another organization", async () => {
    await begin();
    expect(await findWork(ID, ["o2"])).toBeNull();
    expect(await listWork(["o2"], 10)).toEqual([]);
  });
});
