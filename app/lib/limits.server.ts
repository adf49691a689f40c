import { createHmac } from "node:crypto";
import { RateLimiterMemory, RateLimiterRedis } from "rate-limiter-flexible";
import { env } from "#app/lib/env.server.ts";
import { log } from "#app/lib/log.server.ts";
import { redisForCounts } from "#app/lib/redis.server.ts";
import { singleton } from "#app/lib/singleton.server.ts";

export interface LimitRule {
  /** What is counted: "gift-starts-by-address". */
  name: string;
  /** How many are within the limit in one window. */
  limit: number;
  windowSeconds: number;
}

export type LimitAnswer =
  | { ok: true; count: number }
  | { ok: false; count: number; retryAfterSeconds: number };

const limiters = singleton("limiters", () => new Map<number, RateLimiterRedis>());

/**
 * Counts something of a stranger (a press, a decline) and says whether it is within the limit. Counts live in
 * Redis, so that all web processes share them; while Redis is away each process counts for itself, and no
 * request waits or fails for it. Windows are laid by the clock, so that two rules of the same length can be
 * set against each other. Only a keyed hash of the subject is kept, and no longer than its window.
 */
export async function takeLimit(
  rule: LimitRule,
  subject: string,
  now: Date,
  points = 1,
): Promise<LimitAnswer> {
  const count = await add(rule, subject, now, points);
  if (count <= rule.limit) return { ok: true, count };
  return { ok: false, count, retryAfterSeconds: secondsLeft(rule, now) };
}

/** What was counted in the present window, without counting. */
export async function countOf(rule: LimitRule, subject: string, now: Date): Promise<number> {
  try {
    return (await limiterFor(rule.windowSeconds).get(keyOf(rule, subject, now)))?.consumedPoints ?? 0;
  } catch (error) {
    return nothingCounted(rule, error);
  }
}

/** Seconds until the present window of a rule ends. */
export function secondsLeft({ windowSeconds }: LimitRule, now: Date): number {
  return Math.max(1, windowSeconds - (Math.floor(now.getTime() / 1000) % windowSeconds));
}

/**
 * A name for a subject that says nothing about it and cannot be found by trying all addresses: the key is the
 * site's own secret.
 */
export function hiddenName(kind: string, subject: string): string {
  return createHmac("sha256", env().SESSION_SECRET)
    .update(`limits\n${kind}\n${subject}`)
    .digest("base64url")
    .slice(0, 22);
}

async function add(rule: LimitRule, subject: string, now: Date, points: number): Promise<number> {
  try {
    return (await limiterFor(rule.windowSeconds).penalty(keyOf(rule, subject, now), points)).consumedPoints;
  } catch (error) {
    return nothingCounted(rule, error);
  }
}

/** Neither store answered. Giving goes on: what protects it must not be what stops it. */
function nothingCounted(rule: LimitRule, error: unknown): number {
  log.warn({ rule: rule.name, err: error }, "could not be counted");
  return 0;
}

/** The library keeps the counts; the limit is compared here, because it may differ from place to place. */
function limiterFor(windowSeconds: number): RateLimiterRedis {
  const known = limiters.get(windowSeconds);
  if (known) return known;
  const place = { keyPrefix: "mingshan:limit", points: 1, duration: windowSeconds };
  const made = new RateLimiterRedis({
    ...place,
    storeClient: redisForCounts(),
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory(place),
  });
  limiters.set(windowSeconds, made);
  return made;
}

function keyOf(rule: LimitRule, subject: string, now: Date): string {
  const window = Math.floor(now.getTime() / 1000 / rule.windowSeconds);
  return `${rule.name}:${window}:${hiddenName(rule.name, subject)}`;
}
