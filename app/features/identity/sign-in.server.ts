import { db } from "#app/lib/db.server.ts";
import { forgetRate, type RateRule, takeRate } from "#app/lib/rate-limit.server.ts";
import { verifyPassword } from "./password.server.ts";

const QUARTER_HOUR = 15 * 60;
/** Per e-mail and address: somebody else's tries do not lock the owner out. */
const PAIR_RULE: RateRule = { name: "password-pair", limit: 10, windowSeconds: QUARTER_HOUR };
const ADDRESS_RULE: RateRule = { name: "password-address", limit: 100, windowSeconds: QUARTER_HOUR };
/** Against many addresses that try one account; a sign-in link by mail still works. */
const EMAIL_RULE: RateRule = { name: "password-email", limit: 100, windowSeconds: QUARTER_HOUR };

export type SignInResult =
  | { ok: true; userId: string }
  | { ok: false; reason: "wrong" }
  | { ok: false; reason: "too-many-tries"; retryAfterSeconds: number };

/**
 * Checks e-mail and password. "wrong" does not tell which of the two, in words or in time.
 *
 * @param email lower case, as emailSchema gives it
 * @param address who asks, for the limits
 */
export async function signIn(
  given: { email: string; password: string; address: string },
  now: Date,
): Promise<SignInResult> {
  const pair = `${given.email} ${given.address}`;
  const counts = await Promise.all([
    takeRate(PAIR_RULE, pair, now),
    takeRate(ADDRESS_RULE, given.address, now),
    takeRate(EMAIL_RULE, given.email, now),
  ]);
  const refused = counts.find((count) => !count.ok);
  if (refused && !refused.ok) {
    return { ok: false, reason: "too-many-tries", retryAfterSeconds: refused.retryAfterSeconds };
  }
  const [user] = await db.rows<{ id: string; passwordHash: string | null }>(
    `select id, password_hash as "passwordHash" from app_user where email = $1`,
    [given.email],
  );
  const isRight = await verifyPassword(user?.passwordHash ?? null, given.password);
  if (!user || !isRight) return { ok: false, reason: "wrong" };
  await forgetRate(PAIR_RULE, pair, now);
  return { ok: true, userId: user.id };
}
