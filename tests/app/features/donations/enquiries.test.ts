import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { answerEnquiry, askAgain } from "#app/features/donations/enquiries/add-message.server.ts";
import { answerDueOn, answerRule } from "#app/features/donations/enquiries/answer-rules.ts";
import { type AskCharityInput, askCharity } from "#app/features/donations/enquiries/ask-charity.server.ts";
import { promiseDays } from "#app/features/donations/enquiries/promise-days.server.ts";
import {
  answerFigures,
  findAskedEnquiry,
  messagesOf,
} from "#app/features/donations/enquiries/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { loader as ownLoader } from "#app/routes/enquiries.$id.tsx";
import { action as askAction, loader as askLoader } from "#app/routes/enquiries.new.tsx";
import { loader as queueLoader } from "#app/routes/workspace.enquiries._index.tsx";
import { action as workAction, loader as workLoader } from "#app/routes/workspace.enquiries.$id.tsx";
import { makeFund, makeOrganization, NOW } from "#tests/factories/books.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";

const HOUR = 3_600_000;
const later = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR);
const context = {} as never;

async function makePlace() {
  const { organizationId } = await makeOrganization();
  const fundId = await makeFund(organizationId);
  return { organizationId, fundId, clerk: await makeMember(organizationId, "charity-clerk") };
}

function asking(fundId: string, over: Partial<AskCharityInput> = {}): AskCharityInput {
  return {
    id: randomUUID(),
    kind: "question",
    about: { fundId },
    words: "尺码是谁量的？",
    name: "小林",
    email: "",
    lang: "zh",
    address: randomUUID(),
    now: NOW,
    ...over,
  };
}

async function asked(input: AskCharityInput) {
  const result = await askCharity(input);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

describe("the clock of an answer", () => {
  const charity = (divisionCode: string, promisedWorkingDays: number | null = null) => ({
    divisionCode,
    promisedWorkingDays,
  });
  it("is the place's own, else the charity's promise, else practice that says it is not confirmed", () => {
    const days = (code: string, promised: number | null = null) => {
      const rule = answerRule("question", charity(code, promised), "2026-11-22");
      return [rule.days, rule.unit, rule.isConfirmed];
    };
    expect(days("310104")).toEqual([10, "working", true]);
    expect(days("310104", 3)).toEqual([10, "working", true]);
    expect(days("440106")).toEqual([20, "calendar", true]);
    expect(days("330122")).toEqual([5, "working", false]);
    expect(days("330122", 3)).toEqual([3, "working", false]);
    expect(answerRule("complaint", charity("310104"), "2026-11-22")).toMatchObject({
      days: 15,
      isConfirmed: false,
    });
    expect(answerRule("refund", charity("310104"), "2026-11-22")).toMatchObject({ days: 3, unit: "working" });
  });

  it("counts Monday to Friday, or every day", () => {
    // 2026-11-20 is a Friday.
    expect(answerDueOn("2026-11-20", { days: 1, unit: "working" })).toBe("2026-11-23");
    expect(answerDueOn("2026-11-21", { days: 5, unit: "working" })).toBe("2026-11-27");
    expect(answerDueOn("2026-11-20", { days: 20, unit: "calendar" })).toBe("2026-12-10");
  });
});

describe("an enquiry", () => {
  it("is asked once, answered by mail and on the private page, and its time is measured", async () => {
    const { organizationId, fundId, clerk } = await makePlace();
    const input = asking(fundId, { email: "lin@example.org" });
    const both = await Promise.all([asked(input), asked(input)]);
    expect(both.map(({ repeated }) => repeated).sort()).toEqual([false, true]);
    const [{ id, token }] = both;
    expect(await findAskedEnquiry(id, null)).toBeNull();
    expect(await findAskedEnquiry(id, `${token.slice(0, -1)}${token.endsWith("0") ? "1" : "0"}`)).toBeNull();
    expect(await findAskedEnquiry(id, token)).toMatchObject({ dueOn: "2026-11-27", isRuleConfirmed: false });
    const stranger = await makeMember((await makeOrganization()).organizationId, "charity-clerk");
    const answer = {
      enquiryId: id,
      formId: randomUUID(),
      words: "村里的志愿者。",
      organizationId,
      now: later(30),
    };
    expect(await answerEnquiry({ ...answer, userId: stranger })).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    const twice = await Promise.all([
      answerEnquiry({ ...answer, userId: clerk }),
      answerEnquiry({ ...answer, userId: clerk }),
    ]);
    expect(twice.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
    const mails = await db.rows<{ recipient: string; text: string }>(
      "select recipient, text from outgoing_mail order by created_at",
    );
    expect(mails.map(({ recipient }) => recipient)).toEqual(["lin@example.org", "lin@example.org"]);
    expect(mails[1]?.text).toContain("村里的志愿者。");
    expect(mails[1]?.text).toContain(`/enquiries/${id}?token=${token}`);
    expect(await db.rows("select act from organization_act")).toEqual([{ act: "enquiry-answered" }]);

    const again = { enquiryId: id, formId: randomUUID(), words: "那山上的呢？", now: later(31) };
    expect(await askAgain({ ...again, token: "wrong" })).toEqual({ ok: false, reason: "not-found" });
    expect(await askAgain({ ...again, token })).toEqual({ ok: true, repeated: false });
    expect(await askAgain({ ...again, token })).toEqual({ ok: true, repeated: true });
    expect(await findAskedEnquiry(id, token)).toMatchObject({ waitingSince: later(31), dueOn: "2026-11-30" });
    expect((await messagesOf(id)).map(({ side }) => side)).toEqual(["asker", "charity", "asker"]);
    await asked(asking(fundId, { now: new Date(NOW.getTime() - 30 * 24 * HOUR) }));
    expect(await answerFigures(organizationId, later(32), "2026-11-23")).toEqual({
      askedCount: 2,
      answeredCount: 1,
      inTimeCount: 1,
      lateCount: 1,
      medianHours: 30,
    });
    await expect(db.run("update enquiry_message set body = 'x'")).rejects.toThrow(/permission denied/);
    await expect(db.run("update enquiry set first_answered_at = now()")).rejects.toThrow(/stays/);
  });

  it("is limited by address, and knows only what is public", async () => {
    const { organizationId, fundId } = await makePlace();
    const address = randomUUID();
    for (let count = 0; count < 20; count += 1) await asked(asking(fundId, { address }));
    expect(await askCharity(asking(fundId, { address }))).toMatchObject({ ok: false, reason: "too-many" });
    await db.run("update fund set state = 'draft' where id = $1", [fundId]);
    expect(await askCharity(asking(fundId))).toEqual({ ok: false, reason: "not-found" });
    expect(await askCharity(asking(fundId, { about: { organizationId } }))).toMatchObject({ ok: true });
  });

  it("goes from the form to the queue and back over the pages", async () => {
    const { organizationId, fundId, clerk } = await makePlace();
    const path = `/enquiries/new?fund=${fundId}`;
    const page = await askLoader({ request: await requestOf(null, path), params: {}, context } as never);
    const form = { formId: page.formId, kind: "complaint", words: " ", name: "", email: "not-mail" };
    const post = async (userId: string | null, to: string, body: Record<string, string>) =>
      requestOf(userId, to, { method: "POST", body: new URLSearchParams(body) });
    const wrong = await askAction({ request: await post(null, path, form), params: {}, context } as never);
    expect(wrong).toMatchObject({
      init: { status: 422 },
      data: { errors: { words: "errWords", email: "errEmail" }, typed: form },
    });
    const right = { ...form, words: "屋顶又漏了", email: "" };
    const sent = await Promise.resolve(
      askAction({ request: await post(null, path, right), params: {}, context } as never),
    ).catch((thrown: unknown) => thrown);
    const to = sent instanceof Response ? (sent.headers.get("Location") ?? "") : "";
    expect(to).toMatch(new RegExp(`^/enquiries/${page.formId}\\?token=[0-9a-z]{26}$`));
    const id = page.formId;
    const queue = await queueLoader({ request: await requestOf(clerk), params: {}, context } as never);
    expect(queue).toMatchObject({ counts: { waiting: 1 }, enquiries: [{ id, kind: "complaint" }] });
    const work = await workLoader({ request: await requestOf(clerk), params: { id }, context } as never);
    expect(work.enquiry).not.toHaveProperty("tokenHash");
    const answer = { formId: work.formId, words: "瓦匠明天上门。" };
    const answered = await Promise.resolve(
      workAction({
        request: await post(clerk, `/workspace/enquiries/${id}`, answer),
        params: { id },
        context,
      } as never),
    ).catch((thrown: unknown) => thrown);
    expect(answered).toMatchObject({ status: 303 });
    const own = await ownLoader({ request: await requestOf(null, to), params: { id }, context } as never);
    expect(own.messages.map(({ body, by }) => [body, by])).toEqual([
      ["屋顶又漏了", null],
      ["瓦匠明天上门。", null],
    ]);
    const approver = await makeMember(organizationId, "charity-approver");
    const promise = { organizationId, workingDays: 3, now: NOW };
    expect(await promiseDays({ ...promise, userId: clerk })).toEqual({ ok: false, reason: "not-permitted" });
    expect(await promiseDays({ ...promise, userId: approver, workingDays: 11 })).toEqual({
      ok: false,
      reason: "bad-days",
    });
    expect(await promiseDays({ ...promise, userId: approver })).toEqual({ ok: true });
    expect(await findAskedEnquiry((await asked(asking(fundId))).id, "x")).toBeNull();
    const [latest] = await db.rows("select rule_days as days from enquiry where kind = 'question'");
    expect(latest).toEqual({ days: 3 });
  });
});
