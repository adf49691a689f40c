import { addDays, dateOf } from "#app/lib/time.ts";
import { addMonths } from "./month-days.ts";

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** A month as an address names it, "2026-11"; anything else is the month of `today`. */
export function monthOf(text: string | null, today: string): string {
  return text !== null && MONTH.test(text) && text >= "2024-09" && text <= "2099-12"
    ? text
    : today.slice(0, 7);
}

export const monthAfter = (month: string, months: number): string =>
  addMonths(`${month}-01`, months).slice(0, 7);

/** The weeks of a month, Monday first; days of the months beside it are null. */
export function weeksOf(month: string): (string | null)[][] {
  const first = `${month}-01`;
  const next = addMonths(first, 1);
  // Sunday is 0; a week begins on Monday.
  const lead = (dateOf(first).getUTCDay() + 6) % 7;
  const days: (string | null)[] = Array.from({ length: lead }, () => null);
  for (let day = first; day < next; day = addDays(day, 1)) days.push(day);
  while (days.length % 7 !== 0) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
}
