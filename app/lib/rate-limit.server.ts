import { createHash } from "node:crypto";
import { db } from "#app/lib/db.server.ts";

export type RateRule = {
  /** What is counted: "sign-in", "reset-mail". */
  name: string;
  /** How many in one window. */
  limit: number;
  windowSeconds: number;
};

export type RateAnswer = { ok: true } | { ok: false; retryAfterSeconds: number };

/**
 * Counts one try and says whether it is still within the limit. It counts before the work, so that a hundred
 * tries at once do not slip through, and in the database, so that many web processes share one count. Only a
 * hash of the subject (an e-mail, an address, a key) is stored.
 */
export async function takeRate(rule: RateRule, subject: string, now: Date): Promise<RateAnswer> {
  const windowMs = rule.windowSeconds * 1000;
  const windowStart = windowStartOf(rule, now);
  const [counted] = await db.rows<{ count: number }>(
    `insert into rate_counter as r (subject, window_start, count) values ($1, $2, 1)
     on conflict (subject, window_start) do update set count = r.count + 1
     returning count`,
    [hashOf(rule, subject), windowStart],
  );
  if ((counted?.count ?? 0) <= rule.limit) return { ok: true };
  const endMs = windowStart.getTime() + windowMs;
  return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil((endMs - now.getTime()) / 1000)) };
}

/** Forgets the tries of the present window, for instance after the right password. */
export async function forgetRate(rule: RateRule, subject: string, now: Date): Promise<void> {
  await db.run("delete from rate_counter where subject = $1 and window_start = $2", [
    hashOf(rule, subject),
    windowStartOf(rule, now),
  ]);
}

function windowStartOf(rule: RateRule, now: Date): Date {
  const windowMs = rule.windowSeconds * 1000;
  return new Date(Math.floor(now.getTime() / windowMs) * windowMs);
}

function hashOf(rule: RateRule, subject: string): string {
  return createHash("sha256").update(`${rule.name}\n${subject}`).digest("base64url");
}
