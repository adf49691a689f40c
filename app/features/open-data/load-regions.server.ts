import { type FundFigures, sumFigures } from "#app/features/funds/figures.ts";
import { listFunds } from "#app/features/funds/list-funds.server.ts";
import { fundFigures, publishedFunds } from "#app/features/funds/queries.server.ts";
import { listOrganizations } from "#app/features/organizations/queries.server.ts";
import {
  ancestorsOf,
  findDivision,
  listDivisions,
  type PublicDivision,
} from "#app/features/regions/queries.server.ts";
import { NO_FILTERS } from "./load-organizations.server.ts";

/** A place with the sums of the funds in it and below it. */
export interface RegionSums {
  division: PublicDivision;
  fundCount: number;
  figures: FundFigures;
}

interface PlacedFund {
  id: string;
  divisionCode: string;
  /** Its division and everything above. */
  within: string[];
  figures: FundFigures;
}

async function placedFunds(now: Date): Promise<{ funds: PlacedFund[]; asOf: Date }> {
  const funds = await publishedFunds();
  const [figures, ancestors] = await Promise.all([
    fundFigures(funds.map(({ id }) => id)),
    ancestorsOf(funds.map(({ divisionCode }) => divisionCode)),
  ]);
  const placed = funds.flatMap(({ id, divisionCode }): PlacedFund[] => {
    const own = figures.get(id);
    return own ? [{ id, divisionCode, within: ancestors.get(divisionCode) ?? [], figures: own }] : [];
  });
  return { funds: placed, asOf: placed[0]?.figures.asOf ?? now };
}

function sumsOf(division: PublicDivision, funds: readonly PlacedFund[], asOf: Date): RegionSums {
  return {
    division,
    fundCount: funds.length,
    figures: sumFigures(
      funds.map(({ figures }) => figures),
      asOf,
    ),
  };
}

/** Every county, and each city that runs a fund itself, with its sums; the total counts each fund once. */
export async function loadRegions(now: Date) {
  const [divisions, { funds, asOf }] = await Promise.all([
    listDivisions(["city", "county"]),
    placedFunds(now),
  ]);
  const rows = divisions
    .filter(({ code, level }) => level === "county" || funds.some((fund) => fund.divisionCode === code))
    .map((division) =>
      sumsOf(
        division,
        funds.filter((fund) => fund.within.includes(division.code)),
        asOf,
      ),
    );
  const total = sumFigures(
    funds.map(({ figures }) => figures),
    asOf,
  );
  return {
    rows,
    total,
    fundCount: funds.length,
    hasCity: rows.some(({ division }) => division.level === "city"),
    asOf,
  };
}
export type RegionsData = Awaited<ReturnType<typeof loadRegions>>;

/** One place, what lies within it, and who works there. Throws a 404 response for an unknown code. */
export async function loadRegion(code: string | undefined, now: Date) {
  const found = code === undefined ? null : await findDivision(code);
  if (!found) throw new Response(null, { status: 404 });
  const { division, above, children } = found;
  const [{ funds, asOf }, list, { organizations }] = await Promise.all([
    placedFunds(now),
    listFunds(null, { ...NO_FILTERS, region: division.code }, { cursor: null, limit: 50 }),
    listOrganizations({ q: "", kind: "", region: division.code }, { cursor: null, limit: 50 }),
  ]);
  const inside = funds.filter((fund) => fund.within.includes(division.code));
  const own = inside.filter((fund) => fund.divisionCode === division.code);
  return {
    above,
    sums: sumsOf(division, inside, asOf),
    own: children.length > 0 && own.length > 0 ? sumsOf(division, own, asOf) : null,
    children: children.map((child) =>
      sumsOf(
        child,
        inside.filter((fund) => fund.within.includes(child.code)),
        asOf,
      ),
    ),
    ...list,
    organizations,
    asOf,
  };
}
export type RegionData = Awaited<ReturnType<typeof loadRegion>>;
