import { addDays, daysBetween } from "#app/lib/time.ts";

/** What reached beneficiaries in a month of the year, 1 to 12. */
export interface MonthSpend {
  month: number;
  fen: bigint;
}

export interface Forecast {
  /** Days after today to 31 December. */
  daysLeft: number;
  /** The full months, at most three, whose pace is carried on. */
  months: number[];
  lowFen: bigint;
  likelyFen: bigint;
  highFen: bigint;
  /** To meet the demand: so much on each day left; null when nothing is missing or no day is left. */
  neededPerDayFen: bigint | null;
}

const lastDayOf = (year: number, month: number): string =>
  month === 12 ? `${year}-12-31` : addDays(`${year}-${String(month + 1).padStart(2, "0")}-01`, -1);

/**
 * What will have reached beneficiaries by 31 December. The pace of the last three full months (fewer early in
 * the year; the year so far in January) is carried on for the days left: the slowest of them is the low end,
 * their mean the likely figure, the fastest the high end. The high end is at least what was already paid out or
 * approved, if all of it arrives in time: those have no day of arrival yet.
 */
export function forecastSpend(given: {
  year: number;
  /** Day in China, within the year. */
  today: string;
  months: readonly MonthSpend[];
  inTransitFen: bigint;
  approvedFen: bigint;
  requiredFen: bigint | null;
}): Forecast {
  const { year, today, months, inTransitFen, approvedFen, requiredFen } = given;
  const daysLeft = Math.max(0, daysBetween(today, `${year}-12-31`));
  const reachedFen = months.reduce((sum, { fen }) => sum + fen, 0n);
  const paces = pacesOf(year, today, months, reachedFen);
  const carried = paces.map(({ fen, days }) => (fen * BigInt(daysLeft)) / BigInt(days));
  const fenOfAll = paces.reduce((sum, { fen }) => sum + fen, 0n);
  const daysOfAll = paces.reduce((sum, { days }) => sum + days, 0);
  const waiting = inTransitFen + approvedFen;
  const missing = requiredFen === null || requiredFen <= reachedFen ? 0n : requiredFen - reachedFen;
  return {
    daysLeft,
    months: paces.flatMap(({ month }) => (month === null ? [] : [month])),
    lowFen: reachedFen + (inOrder(carried)[0] ?? 0n),
    likelyFen: reachedFen + (fenOfAll * BigInt(daysLeft)) / BigInt(daysOfAll),
    highFen: reachedFen + (inOrder([...carried, daysLeft > 0 ? waiting : 0n]).at(-1) ?? 0n),
    neededPerDayFen:
      missing === 0n || daysLeft === 0 ? null : (missing + BigInt(daysLeft) - 1n) / BigInt(daysLeft),
  };
}

interface Pace {
  /** Null: the year so far. */
  month: number | null;
  fen: bigint;
  days: number;
}

function pacesOf(year: number, today: string, months: readonly MonthSpend[], reachedFen: bigint): Pace[] {
  const thisMonth = Number(today.slice(5, 7));
  const isOver = today === lastDayOf(year, thisMonth);
  const newest = isOver ? thisMonth : thisMonth - 1;
  const paces = [newest, newest - 1, newest - 2]
    .filter((month) => month >= 1)
    .map((month) => ({
      month,
      fen: months.find((one) => one.month === month)?.fen ?? 0n,
      days: Number(lastDayOf(year, month).slice(8)),
    }));
  if (paces.length > 0) return paces;
  return [{ month: null, fen: reachedFen, days: daysBetween(`${year}-01-01`, today) + 1 }];
}

/** From the least to the most. */
const inOrder = (fens: readonly bigint[]): bigint[] => [...fens].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
