/** How often, and how long after its start, the page of a plan looks again by itself. */
export const LEAST_GAP_SECONDS = 4;
export const REFRESH_FOR_MS = 2 * 60 * 60 * 1000;
