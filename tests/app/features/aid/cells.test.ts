import { expect, test } from "vitest";
import { cellsOf, rangeOf } from "#app/features/aid/cells.ts";
import {
  birthDayOf,
  idCheckDigitFits,
  isIdNumberShaped,
  isMinorOn,
  plainIdNumber,
} from "#app/features/aid/id-number.ts";

const K = 5;
const people = (counts: Record<string, number>) =>
  Object.entries(counts).flatMap(([divisionCode, count]) =>
    Array.from({ length: count }, () => ({ divisionCode })),
  );
const shape = (counts: Record<string, number>) =>
  cellsOf(people(counts))?.map((cell) => [cell.divisionCode, cell.people.length]) ?? null;

test.each([
  ["fewer than five in all", { "330122101": 4 }, null],
  ["one town", { "330122101": 5 }, [["330122101", 5]]],
  [
    "two towns of five",
    { "330122101": 5, "330122102": 6 },
    [
      ["330122101", 5],
      ["330122102", 6],
    ],
  ],
  [
    "a small town joins its county's next smallest",
    { "330122101": 5, "330122102": 2, "330122103": 9 },
    [
      ["330122", 7],
      ["330122103", 9],
    ],
  ],
  [
    "small towns are enough together",
    { "330122101": 3, "330122102": 3, "330122103": 9 },
    [
      ["330122", 6],
      ["330122103", 9],
    ],
  ],
  ["the rest of one county joins another's group", { "330122101": 6, "330111101": 2 }, [["3301", 8]]],
  ["the rests of two counties", { "330122101": 3, "330111101": 3 }, [["3301", 6]]],
])("%s", (_, counts, cells) => {
  expect(shape(counts as unknown as Record<string, number>)).toEqual(cells);
});

/** A small generator, so that a failure can be repeated. */
function* numbers(seed: number): Generator<number> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

test("whoever adds and subtracts what is published never singles out one to four people", () => {
  const draw = numbers(20261122);
  const next = (below: number) => Math.floor((draw.next().value ?? 0) * below);
  for (let round = 0; round < 2_000; round += 1) {
    const counts: Record<string, number> = {};
    for (let town = 0; town < 1 + next(7); town += 1)
      counts[`${["330122", "330111"][next(2)]}10${town}`] = next(9);
    const all = people(counts);
    const cells = cellsOf(all);
    if (cells === null) {
      expect(all.length).toBeLessThan(K);
      continue;
    }
    // Cells partition the people: any sum or difference of sums is whole cells, and each holds five or more.
    expect(cells.flatMap((cell) => cell.people).length).toBe(all.length);
    for (const cell of cells) {
      expect(cell.people.length).toBeGreaterThanOrEqual(K);
      expect(cell.people.every(({ divisionCode }) => divisionCode.startsWith(cell.divisionCode))).toBe(true);
    }
    // A county's row may lie over rows of its towns; what it adds to them is five or more people again, and the
    // towns that are told are told whole.
    for (const cell of cells.filter(({ divisionCode }) => divisionCode.length === 9))
      expect(cell.people.length).toBe(counts[cell.divisionCode]);
  }
});

test("a range and a later exact number leave open how many were stopped", () => {
  for (let announced = K; announced < 200; announced += 1) {
    const { from, to } = rangeOf(announced);
    expect(from <= announced && announced <= to && from >= K).toBe(true);
    for (let delivered = Math.max(0, announced - 4); delivered <= announced; delivered += 1) {
      const [least, most] = [Math.max(0, from - delivered), to - delivered];
      const isSingledOut = least === most && least >= 1 && least < K;
      expect(isSingledOut).toBe(false);
    }
  }
});

test("an ID number: shape, check digit, age", () => {
  const plain = plainIdNumber(" １１０１０１１９０００１０１００１４ ");
  expect(plain).toBe("110101190001010014".slice(0, 18));
  expect(isIdNumberShaped(plain)).toBe(true);
  expect(idCheckDigitFits("110101190001010014")).toBe(true);
  expect(idCheckDigitFits("110101190001010015")).toBe(false);
  expect(isIdNumberShaped("110101190013010014")).toBe(false);
  expect(birthDayOf("330122201108230014")).toBe("2011-08-23");
  expect(isMinorOn("2008-11-23", "2026-11-22")).toBe(true);
  expect(isMinorOn("2008-11-22", "2026-11-22")).toBe(false);
});
