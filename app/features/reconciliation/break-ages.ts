/** Classes of age in days since the break's own day; the last has no end. */
export const AGE_CLASSES = [
  { key: "new", from: 0, to: 1 },
  { key: "week", from: 2, to: 7 },
  { key: "month", from: 8, to: 30 },
  { key: "old", from: 31, to: null },
] as const;

export type AgeClass = (typeof AGE_CLASSES)[number]["key"];

/** Older than this, a break shows up on the approver's list, whoever owns it. */
export const MAX_BREAK_AGE_DAYS = 30;

/** The class of an age in whole days; a day that is still to come counts as new. */
export function ageClassOf(days: number): AgeClass {
  return AGE_CLASSES.find(({ to }) => to === null || days <= to)?.key ?? "old";
}

export function ageClassNamed(text: string | null): (typeof AGE_CLASSES)[number] | null {
  return AGE_CLASSES.find(({ key }) => key === text) ?? null;
}
