import type { Sql } from "#app/lib/db.server.ts";
import { SUBSET_SIZE } from "./group-limits.ts";

/** A target and the candidates (by their place, ascending) that sum to it exactly. */
export interface Subset {
  target: number;
  members: number[];
}

/**
 * Every set of two to SUBSET_SIZE candidates that sums to its target, to the fen. Reads two temporary tables
 * of the caller: `reconciliation_subset_target` (t, fen) and `reconciliation_subset_candidate` (t, c, fen), all
 * fen positive. A sum that has passed its target is not followed, and the caller bounds targets and
 * candidates, so the work is bounded: at most Σ C(candidates, ≤ SUBSET_SIZE) sums for each target.
 *
 * @returns subsets in the order of target, size and members.
 */
export async function findSubsets(sql: Sql): Promise<Subset[]> {
  return sql.rows<Subset>(
    `with recursive search as (
       select c.t, c.c as last, c.fen as sum_fen, array[c.c] as members, t.fen as wanted_fen
       from reconciliation_subset_candidate c join reconciliation_subset_target t on t.t = c.t
       where c.fen < t.fen
       union all
       select s.t, c.c, s.sum_fen + c.fen, s.members || c.c, s.wanted_fen
       from search s join reconciliation_subset_candidate c on c.t = s.t and c.c > s.last
       where cardinality(s.members) < $1 and s.sum_fen < s.wanted_fen and s.sum_fen + c.fen <= s.wanted_fen
     )
     select t as target, members from search where sum_fen = wanted_fen and cardinality(members) > 1
     order by t, cardinality(members), members`,
    [SUBSET_SIZE],
  );
}
