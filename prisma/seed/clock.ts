import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addDays, shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";

/** The moment the invented year ends at, and its days. */
export interface SeedClock {
  now: Date;
  /** The day in China. */
  today: string;
  /** A day, counted from today: −1 is yesterday. */
  day(offset: number): string;
  /** A moment of a day in China. */
  at(day: string, hour: number, minute?: number, second?: number): Date;
}

export function clockAt(now: Date): SeedClock {
  const today = shanghaiDay(now);
  return {
    now,
    today,
    day: (offset) => addDays(today, offset),
    at: (day, hour, minute = 0, second = 0) =>
      new Date(startOfShanghaiDay(day).getTime() + ((hour * 60 + minute) * 60 + second) * 1000),
  };
}

/**
 * The clock of this data folder: a seed that was cut off and begins again tells the same year, because the
 * sandbox has already heard of it.
 */
export function keptClock(dataDir: string): SeedClock {
  const file = join(dataDir, "seed-began.json");
  if (!existsSync(file)) writeFileSync(file, JSON.stringify({ now: new Date().toISOString() }));
  const kept: { now: string } = JSON.parse(readFileSync(file, "utf8"));
  return clockAt(new Date(kept.now));
}
