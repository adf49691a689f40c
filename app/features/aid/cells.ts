import { FEWEST_SHOWN_PEOPLE } from "#app/features/funds/shown-people.ts";

/**
 * What the public may know of people who were aided. The rule, so that nothing follows even for somebody who
 * subtracts what stands side by side or what was published one after the other:
 *
 * 1. Only groups (cells) of k people or more are published. The cells of one publication share nobody, and there
 *    is no total beside them but their sum: what is left of a total is always whole cells.
 * 2. A town with fewer than k people is told as part of its county, and if those are still fewer than k, the
 *    smallest town that could stand alone joins them. The county's row then says nothing about one town.
 * 3. Until delivery is confirmed, a number is a range of k ("10 to 14"). People who are stopped between notice,
 *    approval and payment change a number by one or two; a range hides that, an exact number would tell it.
 * 4. The exact number is told once, when delivery is confirmed, and never revised: a later recovery moves money
 *    in the books and no number of people.
 * 5. Amounts are told as the programme's band. The sum of a payment is in the open ledger; it carries no town.
 */
export interface CellPerson {
  /** Town, or the county itself. */
  divisionCode: string;
}

export interface Cell<Person extends CellPerson> {
  divisionCode: string;
  people: Person[];
}

const COUNTY_DIGITS = 6;
const countyOf = (divisionCode: string): string => divisionCode.slice(0, COUNTY_DIGITS);

/**
 * Puts people into groups of at least k, by town where there are enough. People of fewer than k counties' worth
 * join another county's group. Null if there are fewer than k people in all: then nothing may be said of them.
 */
export function cellsOf<Person extends CellPerson>(
  people: readonly Person[],
  k: number = FEWEST_SHOWN_PEOPLE,
): Cell<Person>[] | null {
  if (people.length < k) return null;
  const counties = [...grouped(people, ({ divisionCode }) => countyOf(divisionCode))]
    .map(([code, those]) => countyCells(code, those, k))
    .toSorted((a, b) => b.size - a.size);
  const cells: Cell<Person>[] = [];
  const left: Person[] = [];
  for (const county of counties) {
    cells.push(...county.cells);
    left.push(...county.left);
  }
  if (left.length === 0) return sorted(cells);
  if (left.length >= k) return sorted([...cells, { divisionCode: commonCode(left), people: left }]);
  // Too few are left: the smallest group that is told takes them in, and is told as what holds both.
  const [smallest, ...others] = cells.toSorted((a, b) => a.people.length - b.people.length);
  if (!smallest) return null;
  const together = [...smallest.people, ...left];
  return sorted([...others, { divisionCode: commonCode(together), people: together }]);
}

function countyCells<Person extends CellPerson>(code: string, people: readonly Person[], k: number) {
  const towns = [...grouped(people, ({ divisionCode }) => divisionCode)].toSorted(
    ([, a], [, b]) => a.length - b.length,
  );
  const told: Cell<Person>[] = [];
  let rest: Person[] = [];
  for (const [divisionCode, those] of towns) {
    // Towns come smallest first: once the rest is empty or large enough, every further town stands alone.
    const isAlone = those.length >= k && (rest.length === 0 || rest.length >= k);
    if (isAlone) told.push({ divisionCode, people: those });
    else rest = [...rest, ...those];
  }
  if (rest.length >= k)
    return { size: people.length, cells: [...told, { divisionCode: code, people: rest }], left: [] };
  return { size: people.length, cells: told, left: rest };
}

/** The longest code that all share, of a county or a town; their province's where they share no county. */
function commonCode(people: readonly CellPerson[]): string {
  const codes = [...new Set(people.map(({ divisionCode }) => divisionCode))];
  const [first = ""] = codes;
  if (codes.length === 1) return first;
  const counties = [...new Set(codes.map(countyOf))];
  if (counties.length === 1) return counties[0] ?? first;
  const cities = new Set(counties.map((code) => code.slice(0, 4)));
  return cities.size === 1 ? first.slice(0, 4) : first.slice(0, 2);
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const sorted = <Person extends CellPerson>(cells: Cell<Person>[]): Cell<Person>[] =>
  cells.toSorted((a, b) => a.divisionCode.localeCompare(b.divisionCode));

/** The range of k that a number of people is told as until it is final: 12 → 10 to 14. */
export function rangeOf(people: number, k: number = FEWEST_SHOWN_PEOPLE): { from: number; to: number } {
  const from = people - (people % k);
  return { from, to: from + k - 1 };
}
