const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits after the first, second, … failed attempt: about three days in all, as Standard Webhooks suggests. */
const WAITS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;
export const MOST_ATTEMPTS = WAITS_MS.length + 1;
/** Up to this part of a wait is added, so that what failed together does not come back together. */
const JITTER = 0.2;

/** An endpoint that took nothing for so long is turned off. */
export const OFF_AFTER_MS = 3 * 24 * HOUR;
/** After a change of the secret the one before signs too. */
export const OLD_SECRET_MS = 24 * HOUR;

/**
 * When to try again after so many failed attempts; null when it is given up.
 *
 * @param share 0 to 1, drawn by the caller
 */
export function nextAttemptAt(attempts: number, now: Date, share: number): Date | null {
  const wait = WAITS_MS[attempts - 1];
  return wait === undefined ? null : new Date(now.getTime() + Math.round(wait * (1 + JITTER * share)));
}
