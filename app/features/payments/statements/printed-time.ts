const SHANGHAI_OFFSET_MS = 8 * 3600_000;
const MOMENT = /^(\d{4})([-/]?)(\d\d)\2(\d\d)(?:[ T]+(\d\d):?(\d\d):?(\d\d))?$/;

export interface Moment {
  at: Date;
  /** YYYY-MM-DD in Asia/Shanghai. */
  day: string;
}

/**
 * "2026-11-21 10:00:30", "20261121 10:00:30", "2026/11/21" (midnight), printed in Beijing time as Chinese
 * statements are. Null if it is not a real date.
 */
export function readMoment(text: string): Moment | null {
  const parts = MOMENT.exec(text);
  if (parts === null) return null;
  const [year, month, date] = [Number(parts[1]), Number(parts[3]), Number(parts[4])];
  const [hour, minute, second] = [Number(parts[5] ?? 0), Number(parts[6] ?? 0), Number(parts[7] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || month < 1 || month > 12 || date < 1) return null;
  const local = Date.UTC(year, month - 1, date, hour, minute, second);
  if (date > 28 && new Date(local).getUTCDate() !== date) return null;
  return { at: new Date(local - SHANGHAI_OFFSET_MS), day: `${parts[1]}-${parts[3]}-${parts[4]}` };
}
