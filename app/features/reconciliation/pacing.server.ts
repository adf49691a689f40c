import { singleton } from "#app/lib/singleton.server.ts";

/** How long the bill of a day with open breaks is left alone before it is asked for again. */
export const BREAK_DAY_PAUSE_MS = 60_000;
/** How long an organization with open work is left alone when no row is new. */
export const OPEN_WORK_PAUSE_MS = 15_000;

const doneAtMs = singleton("reconciliation-pacing", () => new Map<string, number>());

/**
 * Whether something that may be repeated at will is due again, and notes that it is being done. Kept in
 * memory alone: after a restart it is simply done once more.
 */
export function isDue(what: string, now: Date, pauseMs: number): boolean {
  const last = doneAtMs.get(what);
  if (last !== undefined && now.getTime() - last < pauseMs && now.getTime() >= last) return false;
  doneAtMs.set(what, now.getTime());
  return true;
}
