import { addDays, dateOf } from "#app/lib/time.ts";
import type { VersionInForce } from "../agreements/in-force.server.ts";

/**
 * The last day of a term that runs for so many days after `from`. Where that is a Saturday or Sunday it is the Monday
 * (民法典 Art. 203). The State Council's own holidays are not known here: who uses this reminds a day too early at worst.
 */
export function dueDay(from: string, days: number): string {
  const last = addDays(from, days);
  const weekday = dateOf(last).getUTCDay();
  if (weekday === 6) return addDays(last, 2);
  return weekday === 0 ? addDays(last, 1) : last;
}

/** The last day of the month of a day. */
export function monthEnd(day: string): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** The days that one statement is about. */
export interface StatementPeriod {
  fromDay: string;
  toDay: string;
  /** Nothing can be sold under the agreement after it. */
  isLast: boolean;
}

/** The last day on which anything was sold under an agreement. @param versions oldest first, at least one */
export function lastDayOf(versions: readonly VersionInForce[], endedDay: string | null): string {
  const toDay = versions.at(-1)?.toDay ?? "";
  return endedDay !== null && endedDay < toDay ? endedDay : toDay;
}

/**
 * The months of an agreement from `firstDay` on: whole months, cut at its last day. What came in after that day (a late
 * order, a late return) has months of its own.
 */
export function* periodsFrom(firstDay: string, lastDay: string): Generator<StatementPeriod> {
  for (let fromDay = firstDay; ; ) {
    const end = monthEnd(fromDay);
    const toDay = fromDay <= lastDay && lastDay < end ? lastDay : end;
    yield { fromDay, toDay, isLast: toDay === lastDay };
    fromDay = addDays(toDay, 1);
  }
}

/** Whether the goods of the period's last day can no longer come back, by the terms of that day. */
export function isOver(period: StatementPeriod, returnDays: number, today: string): boolean {
  return addDays(period.toDay, returnDays) < today;
}
