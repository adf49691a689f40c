import { describe, expect, it } from "vitest";
import { signUp } from "#app/features/identity/sign-up.server.ts";
import { db } from "#app/lib/db.server.ts";
import { action, loader } from "#app/routes/login.tsx";
import { action as byLink } from "#app/routes/login_.$token.tsx";
import { action as logout } from "#app/routes/logout.tsx";
import { makeUser, requestOf } from "#tests/factories/people.ts";

const context = { clientAddress: "203.0.113.1", lang: "zh", large: false } as const;
const password = "correct horse battery";

const post = (path: string, fields: Record<string, string>) =>
  requestOf(null, path, { method: "POST", body: new URLSearchParams(fields) });
const send = async (fields: Record<string, string>) =>
  action({ request: await post("/login", fields), context, params: {} });

/** What the page is shown with again. */
async function answerOf(fields: Record<string, string>) {
  const answer = await send(fields);
  if (!("data" in answer)) throw new Error("the form should be shown again");
  return { status: answer.init?.status ?? 200, ...answer.data };
}

async function makeAccount(): Promise<void> {
  await signUp({ name: "韩梅梅", email: "mei@example.org", password, address: "203.0.113.9" }, new Date());
}

describe("/login", () => {
  it("opens a session and goes where one came from, on this site only", async () => {
    await makeAccount();
    for (const [next, location] of [
      ["/workspace", "/workspace"],
      ["//evil.example", "/account"],
    ]) {
      const answer = await send({ email: " MEI@example.org", password, next: next ?? "" });
      if (!(answer instanceof Response)) throw new Error("the password was right");
      expect([answer.status, answer.headers.get("location")]).toEqual([302, location]);
      expect(answer.headers.get("set-cookie")).toMatch(
        /^session=[\w-]{43}; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Lax$/,
      );
    }
  });

  it("keeps what was typed, but never the password", async () => {
    const answer = await answerOf({ email: "mei@", password: "typed words", next: "/workspace" });
    expect(answer).toMatchObject({
      status: 422,
      next: "/workspace",
      password: { typed: { email: "mei@" }, errors: { email: { key: "errEmail" } } },
    });
    expect(JSON.stringify(answer)).not.toContain("typed words");
  });

  it("says the same for a wrong password and for an unknown e-mail, then asks to wait", async () => {
    await makeAccount();
    const wrong = { email: "mei@example.org", password: "wrong" };
    expect((await answerOf(wrong)).password.errors).toEqual({ email: { key: "errWrong" } });
    expect((await answerOf({ ...wrong, email: "no@example.org" })).password.errors).toEqual({
      email: { key: "errWrong" },
    });
    for (let i = 0; i < 9; i += 1) await send(wrong);
    const answer = await answerOf({ ...wrong, password });
    expect([answer.status, answer.password.errors.email?.key]).toEqual([429, "errTooMany"]);
  });

  it("sends a link that signs in once", async () => {
    const userId = await makeUser({ email: "lei@example.org" });
    const sent = await answerOf({ intent: "link", email: "lei@example.org", next: "/workspace" });
    expect(sent).toMatchObject({ status: 200, sentTo: "lei@example.org" });
    expect(await answerOf({ intent: "link", email: "nobody@example.org" })).toMatchObject({
      status: 200,
      sentTo: "nobody@example.org",
    });
    const mails = await db.rows<{ text: string }>("select text from outgoing_mail");
    const token = /\/login\/([\w-]+)/.exec(mails[0]?.text ?? "")?.[1] ?? "";
    const use = async () =>
      byLink({ request: await post(`/login/${token}`, { next: "/workspace" }), context, params: { token } });
    const answers = await Promise.all([use(), use()]);
    const entered = answers.filter((answer) => answer instanceof Response);
    expect(entered).toHaveLength(1);
    expect(entered[0]?.headers.get("location")).toBe("/workspace");
    expect(await db.rows("select user_id::text as id from session")).toEqual([{ id: userId }]);
  });

  it("is skipped by who is signed in", async () => {
    const request = await requestOf(await makeUser(), "/login?next=/workspace");
    const thrown = await loader({ request, context, params: {} }).catch((error: Response) => error);
    expect(thrown instanceof Response ? thrown.headers.get("location") : null).toBe("/workspace");
  });
});

describe("/logout", () => {
  it("ends the session here and in the browser, once or twice", async () => {
    const request = await requestOf(await makeUser(), "/logout", { method: "POST" });
    for (let times = 0; times < 2; times += 1) {
      const answer = await logout({ request, context, params: {} });
      expect(answer.headers.get("set-cookie")).toContain("Max-Age=0");
    }
    expect(await db.rows("select 1 from session")).toEqual([]);
  });
});
