/**
 * Instants are UTC in the store; days and hours shown to people, and accounting days, are Asia/Shanghai.
 * China has had one zone without daylight saving since 1991, so the offset is a constant.
 */
const SHANGHAI_OFFSET_MS = 8 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

function shanghaiIso(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString();
}

/** The day in China: `"2026-11-22"`. */
export function shanghaiDay(instant: Date): string {
  return shanghaiIso(instant).slice(0, 10);
}

/** `"2026-11-22 07:03:04"` in China. */
export function shanghaiDateTime(instant: Date): string {
  return shanghaiIso(instant).slice(0, 19).replace("T", " ");
}

/** RFC 3339 with China's offset, for `<time datetime>`. */
export function shanghaiRfc3339(instant: Date): string {
  return `${shanghaiIso(instant).slice(0, 19)}+08:00`;
}

/** Midnight in China of a day `"2026-11-22"`, as an instant. */
export function startOfShanghaiDay(day: string): Date {
  return new Date(new Date(`${day}T00:00:00.000Z`).getTime() - SHANGHAI_OFFSET_MS);
}

/** `"2026-11-22 07:03:04"` or `"2026-11-22T07:03:04"` in China, as an instant; null if it is no real time. */
export function parseShanghaiDateTime(text: string): Date | null {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/.exec(text.trim());
  if (!match) return null;
  const instant = new Date(`${match[1]}T${match[2]}.000+08:00`);
  if (Number.isNaN(instant.getTime())) return null;
  return shanghaiDateTime(instant) === `${match[1]} ${match[2]}` ? instant : null;
}

/** A `date` column read by Prisma is midnight UTC: its day as text. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** A day as text to the midnight-UTC Date that a `date` column takes. */
export function dateOf(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

/** Adds whole days to a day written as text. */
export function addDays(day: string, days: number): string {
  return dayOf(new Date(dateOf(day).getTime() + days * DAY_MS));
}

/** Whole days from one day to another; negative if `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((dateOf(to).getTime() - dateOf(from).getTime()) / DAY_MS);
}
