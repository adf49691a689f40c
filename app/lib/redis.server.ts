import { Redis } from "ioredis";
import { env } from "#app/lib/env.server.ts";
import { log } from "#app/lib/log.server.ts";
import { singleton } from "#app/lib/singleton.server.ts";

/** A request waits no longer than this for a count: it has other work than to wait for Redis. */
const ANSWER_MS = 250;

/**
 * This process's Redis for counts that may be lost. A command is never queued while the connection is away:
 * it fails at once, and the caller counts in memory.
 */
export function redisForCounts(): Redis {
  return singleton("redis-for-counts", () => {
    const redis = new Redis(env().REDIS_URL, {
      enableOfflineQueue: false,
      commandTimeout: ANSWER_MS,
      connectTimeout: 2_000,
      maxRetriesPerRequest: 0,
      retryStrategy: (times) => Math.min(times * 200, 5_000),
    });
    redis.on("error", (error) => log.debug({ err: error }, "redis connection"));
    return redis;
  });
}

/** Where counts are kept right now: shared by all processes, or in this one alone. */
export const countStore = (): "redis" | "memory" =>
  redisForCounts().status === "ready" ? "redis" : "memory";
