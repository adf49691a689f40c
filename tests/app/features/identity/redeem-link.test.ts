import { describe, expect, it } from "vitest";
import { findUserBySession } from "#app/features/identity/queries.server.ts";
import { isLinkOpen, redeemResetLink, redeemSignInLink } from "#app/features/identity/redeem-link.server.ts";
import { type LinkPurpose, sendLink } from "#app/features/identity/send-link.server.ts";
import { signIn } from "#app/features/identity/sign-in.server.ts";
import { startSession } from "#app/features/identity/start-session.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeUser } from "#tests/factories/people.ts";

const NOW = new Date("2026-11-22T03:00:00Z");
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const email = "lei@example.org";
const password = "a new and long one";

const send = (purpose: LinkPurpose, to = email) =>
  sendLink({ email: to, purpose, address: "203.0.113.1", next: "/workspace", lang: "zh" }, NOW);

/** The token that the person finds in the mail. */
async function mailedToken(): Promise<string> {
  const mails = await db.rows<{ text: string }>("select text from outgoing_mail order by created_at desc");
  const [, token = ""] = /\/(?:login|reset)\/([\w-]{43})\?next=%2Fworkspace/.exec(mails[0]?.text ?? "") ?? [];
  return token;
}

describe("a link by mail", () => {
  it("is sent through the outbox, in the same transaction as the mail", async () => {
    await makeUser({ email });
    expect(await send("sign-in")).toEqual({ ok: true });
    const jobs = await db.rows(
      `select o.job, m.recipient from outbox o join outgoing_mail m on m.id::text = o.payload->>'mailId'`,
    );
    expect(jobs).toEqual([{ job: "send-mail", recipient: email }]);
    const [link] = await db.rows<{ hash: string }>("select token_hash as hash from sign_in_link");
    expect(link?.hash).not.toBe(await mailedToken());
  });

  it("is not sent to strangers, who get the same answer", async () => {
    expect(await send("reset", "nobody@example.org")).toEqual({ ok: true });
    expect(await db.rows("select 1 from outgoing_mail")).toEqual([]);
    expect(await db.rows("select 1 from sign_in_link")).toEqual([]);
  });

  it("is sent five times an hour at most", async () => {
    await makeUser({ email });
    const answers = await Promise.all(Array.from({ length: 7 }, () => send("sign-in")));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
    expect(await db.rows("select 1 from outgoing_mail")).toHaveLength(5);
  });

  it("signs in once, of two uses at the same moment", async () => {
    const userId = await makeUser({ email });
    await send("sign-in");
    const token = await mailedToken();
    expect(await isLinkOpen(token, "sign-in", NOW)).toBe(true);
    const results = await Promise.all([1, 2, 3].map(() => redeemSignInLink(token, NOW)));
    const used = results.filter((result) => result.ok);
    expect(used).toHaveLength(1);
    expect(await findUserBySession(used[0]?.ok ? used[0].sessionToken : "", NOW)).toMatchObject({
      id: userId,
    });
    expect(await isLinkOpen(token, "sign-in", NOW)).toBe(false);
    expect(await redeemSignInLink(token, NOW)).toEqual({ ok: false, reason: "link-spent" });
  });

  it("ends after half an hour and does only what it was sent for", async () => {
    await makeUser({ email });
    await send("sign-in");
    const token = await mailedToken();
    expect((await redeemResetLink(token, password, NOW)).ok).toBe(false);
    expect((await redeemSignInLink(token, minutes(30))).ok).toBe(false);
    expect((await redeemSignInLink("", NOW)).ok).toBe(false);
    expect((await redeemSignInLink(token, minutes(29))).ok).toBe(true);
  });

  it("resets the password once, of two uses at the same moment, and ends every other session and link", async () => {
    const userId = await makeUser({ email });
    const oldSession = await startSession(userId, NOW);
    await send("sign-in");
    const otherLink = await mailedToken();
    await db.run("delete from outgoing_mail");
    await send("reset");
    const token = await mailedToken();
    const results = await Promise.all(
      [password, "another long one"].map((words) => redeemResetLink(token, words, NOW)),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const winner = results[0]?.ok ? password : "another long one";
    expect((await signIn({ email, password: winner, address: "203.0.113.1" }, NOW)).ok).toBe(true);
    expect(await findUserBySession(oldSession, NOW)).toBeNull();
    expect((await redeemSignInLink(otherLink, NOW)).ok).toBe(false);
    expect(await db.rows("select 1 from session")).toHaveLength(1);
  });
});
