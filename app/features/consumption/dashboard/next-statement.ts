import { addDays } from "#app/lib/time.ts";
import { monthEnd } from "../statements/statement-days.ts";

/** What the next statement of an agreement is about, and the first day on which it is drawn. */
export interface NextStatement {
  fromDay: string;
  toDay: string;
  drawnOn: string;
}

/**
 * The next statement of an agreement that sells: the month after what is stated, cut at the agreement's last day,
 * drawn when its goods can no longer come back; null where all of it is stated.
 *
 * @param statedTo last day of the newest statement; null while there is none
 */
export function nextStatement(
  agreement: { fromDay: string; toDay: string; returnDays: number },
  statedTo: string | null,
  today: string,
): NextStatement | null {
  const start = statedTo === null ? agreement.fromDay : addDays(statedTo, 1);
  if (start > agreement.toDay) return null;
  // A month without any sale has no statement: what is over and was not stated will not be.
  const over = (toDay: string) => addDays(toDay, agreement.returnDays + 1);
  let fromDay = start;
  let toDay = endOf(fromDay, agreement.toDay);
  while (over(toDay) < today && toDay < agreement.toDay) {
    fromDay = addDays(toDay, 1);
    toDay = endOf(fromDay, agreement.toDay);
  }
  return over(toDay) < today ? null : { fromDay, toDay, drawnOn: over(toDay) };
}

function endOf(fromDay: string, lastDay: string): string {
  const end = monthEnd(fromDay);
  return end < lastDay ? end : lastDay;
}
