import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import { db } from "#app/lib/db.server.ts";
import { emptyFigures, type FundFigures } from "./figures.ts";
import type { FundKind, PublicFundState } from "./kinds.ts";
import { PUBLIC_FUND_STATES } from "./kinds.ts";
import { fundFigures, PUBLIC_FUND_COLUMNS, type PublicFund } from "./queries.server.ts";

/** What a list of funds may be narrowed by; the same names in the page's address and in the API. */
export interface FundFilters {
  q: string;
  category: string;
  /** A division's code; everything below it counts. */
  region: string;
  state: PublicFundState | "";
  /** An organization's slug. */
  organization: string;
}

export type ListedFund = PublicFund & { fund: FundFigures };

export interface FundListPage {
  funds: ListedFund[];
  nextCursor: string | null;
  /** How many the filters find, on all pages. */
  total: number;
}

/** Reads filters out of a query; what is not understood filters nothing. */
export function fundFiltersOf(query: URLSearchParams): FundFilters {
  const text = (name: string) => (query.get(name) ?? "").trim().slice(0, 80);
  const state = PUBLIC_FUND_STATES.find((known) => known === query.get("state")) ?? "";
  return {
    q: text("q"),
    category: text("category"),
    region: text("region"),
    state,
    organization: text("organization"),
  };
}

const MATCHING_SQL = `
  with recursive below as (
    select code from division where code = $3
    union all
    select d.code from division d join below b on d.parent_code = b.code
  ), matching as (
    select f.id, f.created_at, case f.state when 'open' then 0 when 'paused' then 1 else 2 end as rank
    from fund f join organization o on o.id = f.organization_id
    where f.state <> 'draft' and ($1::text = '' or f.kind = $1)
      and ($2::text = '' or f.category = $2)
      and ($3::text = '' or f.division_code in (select code from below))
      and ($4::text = '' or f.state = $4)
      and ($5::text = '' or o.slug = $5)
      and ($6::text = '' or concat_ws(' ', f.title, f.title_en, f.lead, f.lead_en, o.name, o.name_en) ilike $6)
  )`;

/** `%` and `_` mean themselves when a person types them. */
function likePattern(words: string): string {
  return words === "" ? "" : `%${words.replace(/[\\%_]/g, "\\$&")}%`;
}

/**
 * One page of the register: open ones first, then paused, then ended, newest first in each, so that
 * the order never changes under a reader. `kind` null lists all four.
 */
export async function listFunds(
  kind: FundKind | null,
  filters: FundFilters,
  page: { cursor: string | null; limit: number },
): Promise<FundListPage> {
  const values = [
    kind ?? "",
    filters.category,
    filters.region,
    filters.state,
    filters.organization,
    likePattern(filters.q),
  ];
  const after = placeOf(page.cursor);
  const [rows, counted] = await Promise.all([
    db.rows<PublicFund & { rank: number }>(
      `${MATCHING_SQL}
       select m.rank, ${PUBLIC_FUND_COLUMNS}
       from matching m join fund f on f.id = m.id join organization o on o.id = f.organization_id
       join division v on v.code = f.division_code
       where $7::int is null or m.rank > $7
          or (m.rank = $7 and (m.created_at, m.id) < ($8::timestamptz, $9::text))
       order by m.rank, m.created_at desc, m.id desc limit $10`,
      [...values, after?.rank ?? null, after?.createdAt ?? null, after?.id ?? null, page.limit + 1],
    ),
    db.rows<{ total: bigint }>(`${MATCHING_SQL} select count(*) as total from matching`, values),
  ]);
  const shown = rows.slice(0, page.limit);
  const figures = await fundFigures(shown.map(({ id }) => id));
  const last = shown.at(-1);
  const nextCursor =
    rows.length > page.limit && last
      ? encodeCursor([String(last.rank), last.createdAt.toISOString(), last.id])
      : null;
  const now = new Date();
  return {
    funds: shown.map(({ rank: _rank, ...fund }) => ({
      ...fund,
      fund: figures.get(fund.id) ?? emptyFigures(now),
    })),
    nextCursor,
    total: Number(counted[0]?.total ?? 0n),
  };
}

function placeOf(cursor: string | null): { rank: number; createdAt: Date; id: string } | null {
  const [rank, createdAt, id] = decodeCursor(cursor, 3) ?? [];
  const instant = instantOf(createdAt);
  if (!instant || id === undefined || !/^[0-3]$/.test(rank ?? "")) return null;
  return { rank: Number(rank), createdAt: instant, id };
}

/** What the filters of one kind may be set to, each with how many funds it holds. */
export interface FundFacets {
  all: number;
  categories: { value: string; count: number }[];
  states: { value: PublicFundState; count: number }[];
  regions: { code: string; name: string; nameEn: string; level: string; parentCode: string | null }[];
}

export async function fundFacets(kind: FundKind): Promise<FundFacets> {
  const [groups, regions] = await Promise.all([
    db.rows<{ category: string; state: PublicFundState; count: bigint }>(
      `select category, state, count(*) as count from fund
       where kind = $1 and state <> 'draft' group by category, state`,
      [kind],
    ),
    db.rows<FundFacets["regions"][number]>(
      `with recursive up as (
         select d.* from division d where d.code in (select division_code from fund where kind = $1 and state <> 'draft')
         union
         select d.* from division d join up u on d.code = u.parent_code
       )
       select code, name, name_en as "nameEn", level, parent_code as "parentCode" from up
       where level in ('city', 'county', 'town') order by code`,
      [kind],
    ),
  ]);
  const countBy = <Value extends string>(pick: (group: (typeof groups)[number]) => Value) => {
    const counts = new Map<Value, number>();
    for (const group of groups) counts.set(pick(group), (counts.get(pick(group)) ?? 0) + Number(group.count));
    return [...counts].map(([value, count]) => ({ value, count }));
  };
  return {
    all: groups.reduce((sum, group) => sum + Number(group.count), 0),
    categories: countBy((group) => group.category).sort(
      (a, b) => b.count - a.count || (a.value < b.value ? -1 : 1),
    ),
    states: PUBLIC_FUND_STATES.flatMap((state) =>
      countBy((group) => group.state).filter((c) => c.value === state),
    ),
    regions,
  };
}
