import { dateOf, dayOf } from "#app/lib/time.ts";

/** Whole months later; 30 November plus three months is the last day of February. */
export function addMonths(day: string, months: number): string {
  const start = dateOf(day);
  const moved = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, 1));
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(start.getUTCDate(), lastDay));
  return dayOf(moved);
}
