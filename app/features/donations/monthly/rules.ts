import { addDays, dateOf, dayOf } from "#app/lib/time.ts";

/**
 * The calendar of monthly giving. Days are YYYY-MM-DD in China, periods YYYY-MM. A donor's day is 1–28, so
 * that every month has it, and everything about a period happens inside its own month.
 */

export const LATEST_DAY = 28;
/** 周期扣款 takes a deduction in the five days up to and including the agreed day. */
const WINDOW_DAYS = 5;
/** On which days after the donor's own a failed deduction is tried again, as far as the window goes. */
export const RETRY_SCHEDULE = [0, 1, 3] as const;
/** After so many missed periods in a row a plan shows as past due, until one succeeds. */
export const MISSED_BEFORE_PAST_DUE = 2;

export const periodOf = (day: string): string => day.slice(0, 7);

/** The donor's day of a period. */
export const dueDay = (period: string, dayOfMonth: number): string =>
  `${period}-${String(dayOfMonth).padStart(2, "0")}`;

export function nextPeriod(period: string, count = 1): string {
  const start = dateOf(`${period}-01`);
  return dayOf(new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + count, 1))).slice(0, 7);
}

/** The agreed day that Alipay is told: as late as the window and the 28th allow, to leave room for retries. */
export function executeDay(dueOn: string): string {
  const latest = `${periodOf(dueOn)}-${LATEST_DAY}`;
  const wished = addDays(dueOn, WINDOW_DAYS - 1);
  return wished < latest ? wished : latest;
}

/** When a charge that failed today is tried again; null if its window has no further day. */
export function nextTryDay(dueOn: string, today: string): string | null {
  const last = executeDay(dueOn);
  const days = RETRY_SCHEDULE.map((after) => addDays(dueOn, after));
  return days.find((day) => day > today && day <= last) ?? null;
}
