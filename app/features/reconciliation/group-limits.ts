/**
 * Limits of the search for groups, so that its time is bounded and its finds are no accidents. A larger pool
 * finds sums by chance: with 12 candidates there are 793 sums of at most four, and bank amounts differ in fen.
 */

/** A row may be a day before what it pays (a slip dated late), and some days after it. */
export const EARLY_DAYS = 1;
export const LATE_DAYS = 5;
/** Subset search: rows or subjects looked at in one run, candidates of each, and members of a group. */
export const SUBSET_TARGETS = 200;
export const SUBSET_CANDIDATES = 12;
export const SUBSET_SIZE = 4;
/** Alternatives that are proposed for one row. */
export const SUGGESTIONS_PER_ROW = 3;
