/** Why a break is there, as a person says it. A closed list, because it stands in the record of a closed day. */
export const BREAK_REASONS = [
  /** The other side comes a day later. */
  "timing",
  "bank-charge",
  "provider-error",
  "own-error",
  /** Somebody has been asked; the owner follows it up. */
  "under-inquiry",
  "misc",
  /** Borne by the organization, decided by two people. */
  "written-off",
] as const;
export type BreakReason = (typeof BREAK_REASONS)[number];

/** Those that a person may choose; a write-off has its own way. */
export const CHOSEN_REASONS = BREAK_REASONS.filter((reason) => reason !== "written-off");

export function isBreakReason(text: string | null): text is BreakReason {
  return BREAK_REASONS.some((reason) => reason === text);
}
