import { FEWEST_SHOWN_PEOPLE } from "#app/features/funds/shown-people.ts";

/** A number of people as the public may see it; null where there are too few. */
export function shownCount(people: number): number | null {
  return people < FEWEST_SHOWN_PEOPLE ? null : people;
}

export interface BatchTotals {
  /** Null where a batch is too small: the rest could be subtracted from the sum. */
  people: number | null;
  personTimes: number | null;
  deliveredFen: bigint;
}

/** The sums of batches as the public may see them. */
export function batchTotals(
  batches: readonly { people: number; personTimes: number; deliveredFen: bigint }[],
): BatchTotals {
  const isShown = batches.every(({ people }) => shownCount(people) !== null);
  const sum = (pick: (batch: { people: number; personTimes: number }) => number) =>
    batches.reduce((total, batch) => total + pick(batch), 0);
  return {
    people: isShown ? sum((batch) => batch.people) : null,
    personTimes: isShown ? sum((batch) => batch.personTimes) : null,
    deliveredFen: batches.reduce((total, batch) => total + batch.deliveredFen, 0n),
  };
}
