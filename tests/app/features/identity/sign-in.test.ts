import { describe, expect, it } from "vitest";
import { endSession } from "#app/features/identity/end-session.server.ts";
import { findUserBySession } from "#app/features/identity/queries.server.ts";
import { signUpSchema } from "#app/features/identity/schema.ts";
import { SESSION_SECONDS } from "#app/features/identity/session-cookie.server.ts";
import { signIn } from "#app/features/identity/sign-in.server.ts";
import { signUp } from "#app/features/identity/sign-up.server.ts";
import { startSession } from "#app/features/identity/start-session.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeUser } from "#tests/factories/people.ts";

const NOW = new Date("2026-11-22T03:00:00Z");
const password = "correct horse battery";
const given = { name: "韩梅梅", email: "mei@example.org", password, address: "203.0.113.1" };

describe("an account", () => {
  it("is opened once, also when the form is sent three times at the same moment", async () => {
    const results = await Promise.all([1, 2, 3].map(() => signUp(given, NOW)));
    expect(results.every(({ ok }) => ok)).toBe(true);
    const users = await db.rows<{ passwordHash: string }>(
      `select password_hash as "passwordHash" from app_user`,
    );
    expect(users).toHaveLength(1);
    expect(users[0]?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it("is not opened for an e-mail that has one", async () => {
    await signUp(given, NOW);
    const other = await signUp({ ...given, password: "somebody else's words" }, NOW);
    expect(other).toEqual({ ok: false, reason: "email-taken" });
  });

  it("takes e-mail in any spelling and refuses short passwords and empty names", () => {
    expect(signUpSchema.parse({ ...given, email: " Mei＠EXAMPLE.org " }).email).toBe("mei@example.org");
    const refused = signUpSchema.safeParse({ name: "  ", email: "mei@", password: "short" });
    expect(refused.error?.issues.map(({ message }) => message)).toEqual([
      "errName",
      "errEmail",
      "errPasswordShort",
    ]);
  });
});

describe("signing in", () => {
  it("works with the right password and tells nothing with a wrong one", async () => {
    await signUp(given, NOW);
    expect((await signIn(given, NOW)).ok).toBe(true);
    expect(await signIn({ ...given, password: "wrong" }, NOW)).toEqual({ ok: false, reason: "wrong" });
    expect(await signIn({ ...given, email: "nobody@example.org" }, NOW)).toEqual({
      ok: false,
      reason: "wrong",
    });
    await makeUser({ email: "by-mail@example.org" });
    expect(await signIn({ ...given, email: "by-mail@example.org" }, NOW)).toEqual({
      ok: false,
      reason: "wrong",
    });
  });

  it("is refused after ten wrong tries, even with the right password, but not from elsewhere", async () => {
    await signUp(given, NOW);
    await Promise.all(Array.from({ length: 10 }, () => signIn({ ...given, password: "wrong" }, NOW)));
    expect(await signIn(given, NOW)).toEqual({ ok: false, reason: "too-many-tries", retryAfterSeconds: 900 });
    expect((await signIn({ ...given, address: "203.0.113.2" }, NOW)).ok).toBe(true);
    expect((await signIn(given, new Date(NOW.getTime() + 900_000))).ok).toBe(true);
  });

  it("takes about as long for an e-mail that nobody has", { retry: 2 }, async () => {
    await signUp(given, NOW);
    const time = async (email: string) => {
      const start = performance.now();
      await signIn({ ...given, email, password: "wrong" }, NOW);
      return performance.now() - start;
    };
    await time("warm-up@example.org");
    const known = Math.min(await time(given.email), await time(given.email));
    const unknown = Math.min(await time("a@example.org"), await time("b@example.org"));
    expect(unknown).toBeGreaterThan(known / 3);
  });
});

describe("a session", () => {
  it("is known by its token until it ends or is over; the token is not stored", async () => {
    const userId = await makeUser();
    const token = await startSession(userId, NOW);
    const [row] = await db.rows<{ hash: string }>("select token_hash as hash from session");
    expect(row?.hash).not.toBe(token);
    expect(await findUserBySession(token, NOW)).toMatchObject({ id: userId, memberships: [] });
    expect(await findUserBySession(row?.hash ?? "", NOW)).toBeNull();
    expect(await findUserBySession(token, new Date(NOW.getTime() + SESSION_SECONDS * 1000))).toBeNull();
    await endSession(token);
    await endSession(token);
    expect(await findUserBySession(token, NOW)).toBeNull();
  });
});
