import { expect, test } from "vitest";
import { findSubsets, type Subset } from "#app/features/reconciliation/find-subsets.server.ts";
import { SUBSET_SIZE } from "#app/features/reconciliation/group-limits.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";

/** Numbers that look random and are the same at every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

interface Case {
  targets: bigint[];
  candidates: bigint[][];
}

/** Every choice of members, by counting in binary. */
function bruteForce({ targets, candidates }: Case): Subset[] {
  return targets.flatMap((wanted, target) => {
    const pool = candidates[target] ?? [];
    const found: Subset[] = [];
    for (let bits = 0; bits < 2 ** pool.length; bits += 1) {
      const members = pool.flatMap((_fen, index) => (Math.floor(bits / 2 ** index) % 2 === 1 ? [index] : []));
      const sum = members.reduce((fen, index) => fen + (pool[index] ?? 0n), 0n);
      if (members.length > 1 && members.length <= SUBSET_SIZE && sum === wanted)
        found.push({ target, members });
    }
    return found.sort((a, b) => a.members.length - b.members.length || compare(a.members, b.members));
  });
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((member, index) => member !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

async function search(tx: Sql, { targets, candidates }: Case): Promise<Subset[]> {
  await tx.run("drop table if exists reconciliation_subset_target, reconciliation_subset_candidate");
  await tx.run("create temp table reconciliation_subset_target (t int, fen int8) on commit drop");
  await tx.run("create temp table reconciliation_subset_candidate (t int, c int, fen int8) on commit drop");
  await tx.run(
    "insert into reconciliation_subset_target select o - 1, fen from unnest($1::int8[]) with ordinality as g(fen, o)",
    [targets],
  );
  const flat = candidates.flatMap((pool, t) => pool.map((fen, c) => ({ t, c, fen })));
  await tx.run(
    "insert into reconciliation_subset_candidate select * from unnest($1::int[], $2::int[], $3::int8[]) as g(t, c, fen)",
    [flat.map(({ t }) => t), flat.map(({ c }) => c), flat.map(({ fen }) => fen)],
  );
  return findSubsets(tx);
}

test("finds what trying every choice finds, no more and no less", async () => {
  const next = seeded(20_261_122);
  let total = 0;
  await transaction(async (tx) => {
    for (let round = 0; round < 25; round += 1) {
      const count = 1 + next(5);
      // Few different amounts, so that many sums agree.
      const fens = () => Array.from({ length: 2 + next(8) }, () => BigInt(1 + next(12)));
      const given: Case = {
        targets: Array.from({ length: count }, () => BigInt(2 + next(30))),
        candidates: Array.from({ length: count }, fens),
      };
      const wanted = bruteForce(given);
      total += wanted.length;
      expect(await search(tx, given)).toEqual(wanted);
    }
  });
  expect(total).toBeGreaterThan(100);
});

test("amounts of any size are exact: one fen more or less is no sum", async () => {
  const big = 9_007_199_254_740_993n;
  await transaction(async (tx) => {
    const pool = [big, 1n, 2n];
    expect(await search(tx, { targets: [big + 1n], candidates: [pool] })).toEqual([
      { target: 0, members: [0, 1] },
    ]);
    expect(await search(tx, { targets: [big + 4n], candidates: [pool] })).toEqual([]);
  });
});

test("never more members than the limit", async () => {
  await transaction(async (tx) => {
    const ones = Array.from({ length: SUBSET_SIZE + 1 }, () => 1n);
    expect(await search(tx, { targets: [BigInt(SUBSET_SIZE) + 1n], candidates: [ones] })).toEqual([]);
  });
});
