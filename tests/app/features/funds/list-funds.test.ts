import { describe, expect, it } from "vitest";
import { fundFacets, fundFiltersOf, listFunds } from "#app/features/funds/list-funds.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeFund, makeOrganization } from "#tests/factories/books.ts";

const none = fundFiltersOf(new URLSearchParams());
const all = { cursor: null, limit: 100 };

async function place(over: Record<string, string>, createdAt: string, kind = "project"): Promise<string> {
  const { organizationId } = await makeOrganization();
  const id = await makeFund(organizationId, { kind });
  await db.run("update fund set created_at = $2 where id = $1", [id, createdAt]);
  for (const [column, value] of Object.entries(over)) {
    await db.run(`update fund set ${column} = $2 where id = $1`, [id, value]);
  }
  return id;
}

const idsOf = (page: Awaited<ReturnType<typeof listFunds>>) => page.funds.map(({ id }) => id);

describe("the list of funds", () => {
  it("shows open, paused, ended, newest first in each, and never a draft or another kind", async () => {
    const ended = await place({ state: "ended" }, "2026-06-01");
    const older = await place({}, "2026-01-01");
    const newer = await place({}, "2026-02-01");
    const paused = await place({ state: "paused" }, "2026-03-01");
    await place({ state: "draft" }, "2026-04-01");
    await place({}, "2026-05-01", "trust");
    const page = await listFunds("project", none, all);
    expect(idsOf(page)).toEqual([newer, older, paused, ended]);
    expect(page).toMatchObject({ total: 4, nextCursor: null });
  });

  it("walks every page once, with equal times as well", async () => {
    const made = new Set<string>();
    for (let i = 0; i < 7; i += 1) made.add(await place({}, "2026-01-01"));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listFunds("project", none, { cursor, limit: 3 });
      expect(page.total).toBe(7);
      seen.push(...idsOf(page));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(made);
  });

  it("starts at the top for a cursor that it did not write", async () => {
    const id = await place({}, "2026-01-01");
    for (const cursor of ["", "x", "W10", Buffer.from('["9","x","y"]').toString("base64url")]) {
      expect(idsOf(await listFunds("project", none, { cursor, limit: 3 }))).toEqual([id]);
    }
  });

  it("filters by words, cause, state and organization", async () => {
    const lamps = await place({ title: "山路灯", category: "community", state: "ended" }, "2026-01-01");
    const meals = await place({ lead: "100%_热" }, "2026-01-02");
    const find = async (query: string) =>
      idsOf(await listFunds("project", fundFiltersOf(new URLSearchParams(query)), all));
    expect(await find("q=路灯")).toEqual([lamps]);
    expect(await find("q=hot meal")).toEqual([meals, lamps]);
    expect(await find("q=%25_热")).toEqual([meals]);
    expect(await find("q=_路")).toEqual([]);
    expect(await find("category=community")).toEqual([lamps]);
    expect(await find("state=ended")).toEqual([lamps]);
    expect(await find("state=draft")).toEqual([meals, lamps]);
    const [organization] = await db.rows<{ slug: string }>(
      "select o.slug from organization o join fund f on f.organization_id = o.id where f.id = $1",
      [lamps],
    );
    expect(await find(`organization=${organization?.slug}`)).toEqual([lamps]);
    expect(await find("organization=nobody")).toEqual([]);
  });

  it("finds a town's fund under its county, and a county's not under its town", async () => {
    const county = await place({}, "2026-01-01");
    await db.run(
      "insert into division (code, name, name_en, level, parent_code) values ('330122103', '富春江镇', 'Fuchunjiang', 'town', '330122')",
    );
    const town = await place({ division_code: "330122103" }, "2026-01-02");
    const inRegion = async (region: string) => idsOf(await listFunds("project", { ...none, region }, all));
    expect(await inRegion("330122")).toEqual([town, county]);
    expect(await inRegion("330122103")).toEqual([town]);
    expect(await inRegion("990000")).toEqual([]);
  });

  it("offers as filters what there is, with counts", async () => {
    await place({ category: "health" }, "2026-01-01");
    await place({ state: "paused" }, "2026-01-01");
    await place({ state: "draft", category: "culture" }, "2026-01-01");
    const facets = await fundFacets("project");
    expect(facets).toMatchObject({
      all: 2,
      categories: [
        { value: "elderly", count: 1 },
        { value: "health", count: 1 },
      ],
      states: [
        { value: "open", count: 1 },
        { value: "paused", count: 1 },
      ],
    });
    expect(facets.regions.map(({ code }) => code)).toEqual(["330122"]);
  });
});
