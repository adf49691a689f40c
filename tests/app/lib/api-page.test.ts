import { describe, expect, it } from "vitest";
import { pageOf, readPage } from "#app/lib/api-page.server.ts";

const read = (query: string) => readPage(new URL(`http://127.0.0.1:3000/api/v1/x${query}`), ["number", "id"]);

describe("pages of an API list", () => {
  it("have 20 rows when nothing is said, and 1 to 100 when it is", () => {
    expect(read("")).toMatchObject({ ok: true, limit: 20, after: null });
    expect(read("?limit=100")).toMatchObject({ ok: true, limit: 100 });
  });

  it.each(["0", "101", "-1", "1.5", "x", "", "１"])("refuse the limit %s", (limit) => {
    expect(read(`?limit=${encodeURIComponent(limit)}`)).toEqual({
      ok: false,
      refusals: [{ path: "limit", reason: "bad-limit" }],
    });
  });

  it("lead from one to the next and end", () => {
    const rows = [1, 2, 3].map((n) => ({ n }));
    const page = pageOf(
      rows,
      2,
      ({ n }) => n * 10,
      ({ n }) => [String(n), "id"],
    );
    expect(page.data).toEqual([10, 20]);
    expect(read(`?cursor=${page.nextCursor}`)).toMatchObject({ ok: true, after: ["2", "id"] });
    const last = pageOf(
      rows,
      3,
      ({ n }) => n,
      ({ n }) => [String(n), "id"],
    );
    expect(last.nextCursor).toBeNull();
  });

  it.each(["x", "e30", "WzFd", "%00"])("refuse the cursor %s", (cursor) => {
    expect(read(`?cursor=${cursor}`)).toMatchObject({ ok: false, refusals: [{ reason: "bad-cursor" }] });
  });
});
