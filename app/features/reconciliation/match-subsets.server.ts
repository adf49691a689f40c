import type { Sql } from "#app/lib/db.server.ts";
import { findSubsets, type Subset } from "./find-subsets.server.ts";
import { EARLY_DAYS, LATE_DAYS, SUBSET_CANDIDATES, SUBSET_TARGETS } from "./group-limits.ts";
import { FREE } from "./loose-tables.server.ts";

/** A sum that was found and is not sure enough: rows, subjects, and what speaks for it. */
export interface Guess {
  ns: number[];
  ms: number[];
  reason: "sum-same-name" | "sum-alone";
  /** Whether it is the only one of its target. */
  isOnly: boolean;
}

/**
 * Searches what is left for one row that is several subjects, then for several rows that are one subject. A
 * sum is taken for sure where it is its target's only one, shares nothing with another sum, and everything in
 * it has the same name on the other side; all others stay for `guesses`.
 */
export async function matchSubsets(sql: Sql): Promise<void> {
  for (const side of ["rows", "dues"] as const) {
    await layOut(sql, side, true);
    const found = await findSubsets(sql);
    const sure = disjoint(found);
    await sql.run(
      `with found as (
         select * from jsonb_to_recordset($1::jsonb) as f(g text, ns int[], ms int[])
       ), rows as (
         insert into reconciliation_group_row (g, n) select g, unnest(ns) from found
       )
       insert into reconciliation_group_due (g, m) select g, unnest(ms) from found`,
      [
        JSON.stringify(
          sure.map((subset) => ({ g: `sum ${side} ${subset.target}`, ...members(side, subset) })),
        ),
      ],
    );
  }
}

/** Sums that a person must look at: several for one target, or with other names. */
export async function guessSubsets(sql: Sql): Promise<Guess[]> {
  const guesses: Guess[] = [];
  for (const side of ["rows", "dues"] as const) {
    for (const isSameName of [true, false]) {
      await layOut(sql, side, isSameName);
      const found = await findSubsets(sql);
      const only = new Set(disjoint(found));
      for (const subset of found)
        guesses.push({
          ...members(side, subset),
          reason: isSameName ? "sum-same-name" : "sum-alone",
          isOnly: only.has(subset),
        });
    }
  }
  return guesses;
}

const members = (
  side: "rows" | "dues",
  { target, members: found }: Subset,
): { ns: number[]; ms: number[] } =>
  side === "rows" ? { ns: [target], ms: found } : { ns: found, ms: [target] };

/** Targets with one sum only, whose members are in no other sum. */
function disjoint(found: readonly Subset[]): Subset[] {
  const targets = new Map<number, number>();
  const used = new Map<number, number>();
  for (const { target, members: of } of found) {
    targets.set(target, (targets.get(target) ?? 0) + 1);
    for (const member of of) used.set(member, (used.get(member) ?? 0) + 1);
  }
  return found.filter(
    ({ target, members: of }) => targets.get(target) === 1 && of.every((member) => used.get(member) === 1),
  );
}

/** The tables that `findSubsets` reads: the oldest targets, and of each the nearest candidates. */
async function layOut(sql: Sql, side: "rows" | "dues", isSameName: boolean): Promise<void> {
  const [target, t, candidate, c] = side === "rows" ? ["row", "n", "due", "m"] : ["due", "m", "row", "n"];
  await sql.run("drop table if exists reconciliation_subset_target, reconciliation_subset_candidate");
  await sql.run(
    `create temp table reconciliation_subset_candidate as
     with ${FREE}, near as (
       select t.${t} as t, c.${c} as c, abs(c.amount_fen) as fen,
              row_number() over (partition by t.${t} order by abs(c.day - t.day), c.${c}) as place
       from ${target} t join ${candidate} c
         on c.currency = t.currency and sign(c.amount_fen) = sign(t.amount_fen)
        and abs(c.amount_fen) < abs(t.amount_fen)
        and (c.party = t.party and t.party <> '') = $3
        and ${side === "rows" ? "t.day between c.day - $1::int and c.day + $2::int" : "c.day between t.day - $1::int and t.day + $2::int"}
       where not exists (select from reconciliation_edge e where e.${t} = t.${t})
         and not exists (select from reconciliation_edge e where e.${c} = c.${c})
     ), counted as (
       select t, dense_rank() over (order by t) as turn from (
         select t from near group by t having count(*) > 1) enough
     )
     select n.t, n.c, n.fen from near n join counted using (t)
     where n.place <= $4::int and counted.turn <= $5::int`,
    [EARLY_DAYS, LATE_DAYS, isSameName, SUBSET_CANDIDATES, SUBSET_TARGETS],
  );
  await sql.run(
    `create temp table reconciliation_subset_target as
     select x.${t} as t, abs(x.amount_fen) as fen from ${side === "rows" ? "reconciliation_loose" : "reconciliation_due"} x
     where x.${t} in (select t from reconciliation_subset_candidate)`,
  );
}
