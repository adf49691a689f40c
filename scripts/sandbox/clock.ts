/** Times are kept as ISO strings in UTC; Alipay speaks Asia/Shanghai without offset, Stripe unix seconds. */

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
export const DAY_MS = 86_400_000;

/** "2026-11-22 07:00:00", the local time of Asia/Shanghai. */
export function shanghaiTime(at: Date | string): string {
  return new Date(new Date(at).getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19).replace("T", " ");
}

export function shanghaiDay(at: Date | string): string {
  return shanghaiTime(at).slice(0, 10);
}

export function utcDay(at: Date | string): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The instant of a local Shanghai time "2026-11-22 07:00:00"; null when it is no such time. */
export function fromShanghai(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  const full = text.length === 16 ? `${text}:00` : text;
  const at = new Date(`${full.replace(" ", "T")}+08:00`);
  return Number.isNaN(at.getTime()) ? null : at;
}

export function isDay(text: unknown): text is string {
  return typeof text === "string" && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

export function isMonth(text: unknown): text is string {
  return typeof text === "string" && /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

/** First day of a day or month, and the day after its last. */
export function boundsOf(period: string): { from: string; end: string } {
  if (!isMonth(period)) return { from: period, end: addDays(period, 1) };
  const from = `${period}-01`;
  return { from, end: `${addDays(from, 31).slice(0, 7)}-01` };
}

/** Every day of a day or month. */
export function daysOf(period: string): string[] {
  const { from, end } = boundsOf(period);
  const days: string[] = [];
  for (let day = from; day < end; day = addDays(day, 1)) days.push(day);
  return days;
}

export function unix(at: Date | string): number {
  return Math.floor(new Date(at).getTime() / 1000);
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}
