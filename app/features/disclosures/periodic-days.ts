import type { DutyKind } from "./duty-kinds.ts";
import { stepMonthsOf } from "./duty-rules.ts";
import { addMonths } from "./month-days.ts";

/**
 * The days of a report that is owed every few months while something lasts longer than the rule's least time: from
 * the start on, the last one before the end, after which the report of the end follows.
 */
export function everyMonths(
  kind: DutyKind,
  startsOn: string,
  endsOn: string | null,
  lastDay: string,
): { nth: number; dueOn: string; from: string }[] {
  const step = stepMonthsOf(kind);
  if (endsOn !== null && endsOn <= addMonths(startsOn, step.ifLongerThanMonths)) return [];
  const days: { nth: number; dueOn: string; from: string }[] = [];
  for (let nth = 1; ; nth += 1) {
    const dueOn = addMonths(startsOn, nth * step.everyMonths);
    if (dueOn > lastDay || (endsOn !== null && dueOn >= endsOn)) return days;
    days.push({ nth, dueOn, from: addMonths(startsOn, (nth - 1) * step.everyMonths) });
  }
}
