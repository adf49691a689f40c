import { Counter } from "prom-client";
import { quietly } from "#app/lib/quietly.server.ts";
import { redisForCounts } from "#app/lib/redis.server.ts";
import { singleton } from "#app/lib/singleton.server.ts";

const HOUR_MS = 60 * 60 * 1000;
const HOURS = 24;

const events = singleton(
  "day-counts",
  () =>
    new Counter({
      name: "mingshan_events_total",
      help: "Events that protect giving and the API, in this process",
      labelNames: ["event"],
    }),
);

/** Counts one event for the operator's page and /metrics. Never fails, never delays, and holds no person. */
export function countEvent(name: string, now: Date): Promise<void> {
  return quietly("counting an event", async () => {
    events.inc({ event: name });
    const redis = redisForCounts();
    if (redis.status !== "ready") return;
    const key = keyOf(Math.floor(now.getTime() / HOUR_MS));
    await redis
      .multi()
      .hincrby(key, name, 1)
      .expire(key, (HOURS + 1) * 60 * 60)
      .exec();
  });
}

/** What happened in the last 24 hours, by name; null where Redis is away and nobody knows. */
export async function readDayCounts(now: Date): Promise<Map<string, number> | null> {
  const redis = redisForCounts();
  if (redis.status !== "ready") return null;
  try {
    const reading = redis.pipeline();
    const hour = Math.floor(now.getTime() / HOUR_MS);
    for (let back = 0; back < HOURS; back += 1) reading.hgetall(keyOf(hour - back));
    const sums = new Map<string, number>();
    for (const [error, counted] of (await reading.exec()) ?? []) {
      if (error) return null;
      for (const [name, count] of Object.entries(counted as Record<string, string>))
        sums.set(name, (sums.get(name) ?? 0) + Number(count));
    }
    return sums;
  } catch {
    return null; // it went away while it was asked
  }
}

const keyOf = (hour: number): string => `mingshan:events:${hour}`;
