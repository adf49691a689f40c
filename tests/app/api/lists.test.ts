import { describe, expect, it } from "vitest";
import { accountId } from "#app/features/ledger/accounts.ts";
import { indexTransfers } from "#app/features/ledger/index-transfers.server.ts";
import { API_OPERATIONS } from "#app/features/open-data/openapi.ts";
import { encodeCursor } from "#app/lib/cursor.server.ts";
import { makeSettledGift } from "#tests/factories/spending.ts";
import { callApi, dataOf, type JsonObject } from "./call-api.ts";
import { makeMore, makeWorld, type World } from "./world.ts";

/** Public ones; what a key lists of its own is walked in the tests of its feature. */
const lists = API_OPERATIONS.filter(
  ({ parameters, needsKey }) => !needsKey && parameters?.some(({ name }) => name === "cursor"),
).map(({ path }) => path);
const idOf = (record: JsonObject) => String(record.id ?? record.slug);
const withQuery = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query)}`;

/** Every record of a list, page by page, as a program reads it. */
async function walk(path: string, limit: number, query: Record<string, string> = {}): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Record<string, string> = { ...query, limit: String(limit) };
    if (cursor !== null) page.cursor = cursor;
    const answer = await callApi("GET", withQuery(path, page));
    expect(answer.status).toBe(200);
    const data = dataOf(answer);
    expect(data.length).toBeLessThanOrEqual(limit);
    seen.push(...data.map(idOf));
    cursor = answer.json.nextCursor as string | null;
    if (cursor !== null) expect(data).toHaveLength(limit);
    expect(seen.length, `${path} never ends`).toBeLessThan(500);
  } while (cursor !== null);
  return seen;
}

async function makeFullWorld(): Promise<World> {
  const world = await makeWorld();
  await makeMore(world.place);
  return world;
}

describe("every list", () => {
  it("visits each record once, whatever the size of its pages", async () => {
    await makeFullWorld();
    for (const path of lists) {
      const all = await walk(path, 100);
      expect(all.length, path).toBeGreaterThan(3);
      expect(new Set(all).size, path).toBe(all.length);
      for (const limit of [1, 3, all.length]) expect(await walk(path, limit), path).toEqual(all);
    }
  });

  it("visits each row of one account once", async () => {
    const { place } = await makeFullWorld();
    const query = { account: accountId("available", place.fundId) };
    const all = await walk("/ledger/transfers", 100, query);
    expect(all.length).toBeGreaterThan(5);
    expect(await walk("/ledger/transfers", 2, query)).toEqual(all);
  });

  it("gives 20 records unless asked otherwise", async () => {
    const { place } = await makeFullWorld();
    for (let i = 0; i < 10; i += 1) await makeSettledGift(place, 100n);
    await indexTransfers();
    expect((await walk("/ledger/transfers", 100)).length).toBeGreaterThan(20);
    const first = await callApi("GET", "/ledger/transfers");
    expect(dataOf(first)).toHaveLength(20);
    expect(first.json.nextCursor).not.toBeNull();
  });

  it.each(lists)("%s takes a limit of 1 to 100 and nothing else", async (path) => {
    for (const limit of ["1", "100"])
      expect((await callApi("GET", withQuery(path, { limit }))).status).toBe(200);
    for (const limit of ["0", "101", "-1", "1.5", "1e1", "ten", "", "１０", "99999999999999999999"]) {
      const answer = await callApi("GET", withQuery(path, { limit }));
      expect(answer.status, limit).toBe(422);
      expect((answer.json.errors as JsonObject[]).map((error) => error.path)).toEqual(["limit"]);
    }
  });

  // Each list has its own sort key: what it did not write is refused, never read as the beginning.
  const forged = [
    "garbage",
    "",
    "x".repeat(600),
    encodeCursor([]),
    encodeCursor(["x"]),
    encodeCursor(["x", "y"]),
    encodeCursor(["x", "y", "z"]),
    encodeCursor(["\u0000"]),
    encodeCursor(["1", "\u0000"]),
    encodeCursor(["9", "2026-11-22T02:00:00.000Z", "x"]),
    encodeCursor(["0", "not-a-moment", "x"]),
    encodeCursor(["0", "2026-11-22T02:00:00.000Z", "\u0000"]),
    encodeCursor(["2026-99-99", "00000000-0000-0000-0000-000000000000"]),
    encodeCursor(["2026-02-30", "00000000-0000-0000-0000-000000000000"]),
    encodeCursor(["2026-11-22T02:00:00.000Z", "\u0000"]),
    encodeCursor(["99999999999999999999999999"]),
    encodeCursor(["-1"]),
  ];

  it.each([...lists, "/ledger/transfers?account="])(
    "%s refuses a cursor that it did not write",
    async (path) => {
      const { place } = await makeWorld();
      const [bare = "", account] = path.split("?");
      const query: Record<string, string> =
        account === "account=" ? { account: accountId("available", place.fundId) } : {};
      for (const cursor of forged) {
        const answer = await callApi("GET", withQuery(bare, { ...query, cursor }));
        const said = `${JSON.stringify(Buffer.from(cursor, "base64url").toString("utf8"))} ${answer.text}`;
        expect(answer.status, said).toBe(422);
        expect((answer.json.errors as JsonObject[]).map((error) => error.path)).toEqual(["cursor"]);
      }
    },
  );
});

describe("filters", () => {
  it("narrow, and find nothing for what does not exist", async () => {
    const { place, other } = await makeFullWorld();
    const mine = await walk("/disbursements", 100, { organization: place.organizationId });
    expect(mine.length).toBeGreaterThan(3);
    for (const path of ["/disbursements", "/reconciliation-runs", "/reconciliation-breaks"]) {
      expect(await walk(path, 100, { organization: other.organizationId })).toEqual([]);
      expect(await walk(path, 100, { organization: "nobody" })).toEqual([]);
    }
    expect(await walk("/projects", 100, { organization: other.organizationId })).toEqual([other.fundId]);
    expect(await walk("/projects", 100, { state: "ended" })).toEqual([]);
    expect(await walk("/disbursements", 100, { kind: "project", slug: other.fundId })).toEqual([]);
  });

  it("take any text", async () => {
    await makeWorld();
    for (const q of ["%", "_", "\\", "'", "热饭", "😀", "a".repeat(5_000)])
      expect((await callApi("GET", withQuery("/projects", { q }))).status).toBe(200);
  });
});

describe("drafts", () => {
  it("are in no list and at no address", async () => {
    const { draftSlug, place } = await makeWorld();
    for (const path of ["/projects", "/drives", "/trusts", "/consumption-campaigns"]) {
      expect(await walk(path, 100)).not.toContain(draftSlug);
      expect((await callApi("GET", `${path}/${draftSlug}`)).status).toBe(404);
    }
    expect((await callApi("GET", `/drives/${place.fundId}`)).status).toBe(404);
  });
});
