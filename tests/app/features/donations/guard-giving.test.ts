import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { answerChallenge, newChallenge } from "#app/features/donations/challenge.server.ts";
import { deviceOf } from "#app/features/donations/device-cookie.server.ts";
import { rememberGiver } from "#app/features/donations/giver-memory.server.ts";
import { cancelGivingDay, registerGivingDay } from "#app/features/donations/giving-days.server.ts";
import {
  type GivingAttempt,
  guardGiving,
  guardGivingProgram,
} from "#app/features/donations/guard-giving.server.ts";
import { noteSignal } from "#app/features/donations/note-signal.server.ts";
import type { RiskSignal } from "#app/features/payments/providers/risk-signal.ts";
import { redisForCounts } from "#app/lib/redis.server.ts";
import {
  makeFund,
  makeOrganization,
  makePendingGift,
  NOW,
  type PendingGift,
} from "#tests/factories/books.ts";
import { makeUser } from "#tests/factories/people.ts";

beforeAll(() => vi.waitFor(() => expect(redisForCounts().status).toBe("ready"), { timeout: 10_000 }));

let nextAddress = 0;
/** Nobody else's: counts outlive a test. */
const newAddress = () => `198.51.100.${++nextAddress} ${randomUUID()}`;
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

const attempt = (over: Partial<GivingAttempt> = {}): GivingAttempt => ({
  address: newAddress(),
  device: randomUUID(),
  fundId: "aaaaaaaa",
  provider: "alipay",
  answer: null,
  now: NOW,
  ...over,
});

async function outcomes(count: number, of: (index: number) => GivingAttempt): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (let i = 0; i < count; i += 1) {
    const answer = await guardGiving(of(i));
    const word = answer.ok ? "ok" : answer.reason;
    sums.set(word, (sums.get(word) ?? 0) + 1);
  }
  return sums;
}

const declined = (gift: PendingGift, over: Partial<RiskSignal> = {}): RiskSignal => ({
  kind: "declined",
  key: `declined ${randomUUID()}`,
  paymentId: gift.paymentId,
  paymentObjectId: "pi_1",
  amountFen: 400n,
  currency: "CNY",
  cardFingerprint: randomUUID(),
  cardBin: null,
  reason: "stolen_card",
  occurredAt: NOW,
  ...over,
});

/** Declines of cards, each of a gift that was started from there. */
async function decline(times: number, from: { address: string; device: string | null }): Promise<void> {
  const organization = await makeOrganization();
  const fundId = await makeFund(organization.organizationId);
  for (let i = 0; i < times; i += 1) {
    const gift = await makePendingGift({ ...organization, fundId }, 400n);
    await rememberGiver(gift.donationId, from);
    const { credentialId, organizationId } = organization;
    await noteSignal({ signal: declined(gift), credentialId, organizationId }, NOW);
  }
}

describe("an office of 300 people behind one address", () => {
  it("gives within an hour and is asked nothing, by Alipay or by card", async () => {
    const address = newAddress();
    const office = await outcomes(300, (i) =>
      attempt({ address, now: at(i * 5), provider: i % 2 === 0 ? "alipay" : "stripe" }),
    );
    expect(office).toEqual(new Map([["ok", 300]]));
  });

  it("may have the ordinary share of declined cards", async () => {
    const address = newAddress();
    await decline(15, { address, device: null });
    await outcomes(85, () => attempt({ address, provider: "stripe" }));
    expect((await guardGiving(attempt({ address, provider: "stripe" }))).ok).toBe(true);
  });

  it("grows to thousands on a day that the charity has registered, and only then and there", async () => {
    const { organizationId } = await makeOrganization();
    const fundId = await makeFund(organizationId);
    const userId = await makeUser();
    const window = { startsAt: at(-60), endsAt: at(3600), expectedGifts: 1_000 };
    const registered = await registerGivingDay({ organizationId, fundId, userId, now: NOW, ...window });
    if (!registered.ok) throw new Error(registered.reason);
    const again = await registerGivingDay({ organizationId, fundId, userId, now: NOW, ...window });
    expect(again).toEqual(registered);
    const address = newAddress();
    const day = await outcomes(2_010, (i) => attempt({ address, fundId, device: `${i % 100} ${address}` }));
    expect(day).toEqual(
      new Map([
        ["ok", 2_000],
        ["too-many", 10],
      ]),
    );
    await cancelGivingDay({ id: registered.id, organizationIds: [organizationId], userId, now: NOW });
    const after = await outcomes(402, () => attempt({ address, fundId }));
    expect(after.get("challenge")).toBe(2);
  });

  it.each([
    [{ expectedGifts: 0 }, "expected"],
    [{ expectedGifts: 100_001 }, "expected"],
    [{ startsAt: at(-7200), endsAt: at(-3600) }, "over"],
    [{ endsAt: at(4 * 86_400) }, "too-long"],
    [{ startsAt: at(100 * 86_400), endsAt: at(100 * 86_400 + 60) }, "too-far"],
    [{ fundId: "zzzzzzzz" }, "unknown-fund"],
  ])("cannot be registered as %j", async (over, reason) => {
    const { organizationId } = await makeOrganization();
    const fundId = await makeFund(organizationId);
    const userId = await makeUser();
    const day = { startsAt: NOW, endsAt: at(3600), expectedGifts: 300 };
    expect(await registerGivingDay({ organizationId, fundId, userId, now: NOW, ...day, ...over })).toEqual({
      ok: false,
      reason,
    });
  });
});

describe("a card tester", () => {
  it("is asked after a few declines from one browser, and stopped after a dozen", async () => {
    const from = { address: newAddress(), device: randomUUID() };
    const card = () => guardGiving(attempt({ ...from, provider: "stripe" }));
    await decline(3, from);
    expect((await card()).ok).toBe(true);
    await decline(1, from);
    expect(await card()).toMatchObject({ ok: false, reason: "challenge", outcome: null });
    await decline(8, from);
    expect(await card()).toMatchObject({ ok: false, reason: "too-many" });
    // Nothing can be tested with one's own Alipay account.
    expect((await guardGiving(attempt({ ...from }))).ok).toBe(true);
    // The next hour is another one.
    expect((await guardGiving(attempt({ ...from, provider: "stripe", now: at(25 * 3600) }))).ok).toBe(true);
  });

  it("who throws the browser's name away is known by the address", async () => {
    const address = newAddress();
    let refusedAt = 0;
    let asked = 0;
    for (let i = 1; i <= 60 && refusedAt === 0; i += 1) {
      const answer = await guardGiving(attempt({ address, provider: "stripe" }));
      if (!answer.ok && answer.reason === "challenge") asked += 1;
      if (!answer.ok && answer.reason === "too-many") refusedAt = i;
      await decline(1, { address, device: null });
    }
    expect(asked).toBeGreaterThan(25);
    expect(refusedAt).toBe(41);
  });

  it("through the API has to wait as well", async () => {
    const address = newAddress();
    await decline(9, { address, device: null });
    const answer = await guardGivingProgram({ address, provider: "stripe", now: NOW });
    expect(answer).toMatchObject({ ok: false, retryAfterSeconds: 3600 });
    expect((await guardGivingProgram({ address, provider: "alipay", now: NOW })).ok).toBe(true);
  });

  it("is counted once for a decline that is told twice", async () => {
    const organization = await makeOrganization();
    const fundId = await makeFund(organization.organizationId);
    const gift = await makePendingGift({ ...organization, fundId }, 400n);
    const from = { address: newAddress(), device: randomUUID() };
    await rememberGiver(gift.donationId, from);
    const signal = declined(gift);
    for (let i = 0; i < 20; i += 1) await noteSignal({ signal, ...organization }, NOW);
    expect((await guardGiving(attempt({ ...from, provider: "stripe" }))).ok).toBe(true);
  });
});

describe("the question", () => {
  const words = "我要捐款";

  it("lets through who answers it after a moment, once", async () => {
    const token = newChallenge(NOW);
    const answer = (seconds: number, said = words) =>
      answerChallenge({ token, words: said }, "somebody", at(seconds));
    expect(await answer(1)).toBe("too-quick");
    expect(await answer(6, "give")).toBe("wrong-words");
    expect(await answer(6)).toBe("passed");
    expect(await answer(7)).toBe("spent");
  });

  it.each([
    "我要捐款",
    " 我要捐款。",
    "「我要捐款」",
    "I want to give",
    "i WANT to  give.",
    "Ｉ ｗａｎｔ ｔｏ ｇｉｖｅ",
  ])("takes %j", async (said) => {
    const answer = { token: newChallenge(NOW), words: said };
    expect(await answerChallenge(answer, "somebody", at(10))).toBe("passed");
  });

  it("is not answered by a token of one's own, or by an old one", async () => {
    const made = newChallenge(NOW);
    const forged = `${made.split(".")[0]}.${"x".repeat(22)}`;
    for (const token of [forged, "", "x", made.replace(/^./, "0")])
      expect(await answerChallenge({ token, words }, "somebody", at(10))).toBe("spent");
    expect(await answerChallenge({ token: made, words }, "somebody", at(3_601))).toBe("spent");
  });

  it("stands in the way again at the next attempt, with a new token", async () => {
    const from = { address: newAddress(), device: randomUUID(), provider: "stripe" };
    await decline(4, from);
    const first = await guardGiving(attempt(from));
    if (first.ok || first.reason !== "challenge") throw new Error("not asked");
    const answer = { token: first.token, words };
    expect((await guardGiving(attempt({ ...from, answer, now: at(10) }))).ok).toBe(true);
    const second = await guardGiving(attempt({ ...from, answer, now: at(20) }));
    expect(second).toMatchObject({ reason: "challenge", outcome: "spent" });
    expect(second).not.toMatchObject({ token: first.token });
  });
});

describe("the browser's name", () => {
  const requestWith = (cookie?: string) =>
    new Request("http://127.0.0.1:3000/x", cookie ? { headers: { cookie } } : {});

  it("is taken back only as it was signed", () => {
    const first = deviceOf(requestWith());
    expect(first.isKnown).toBe(false);
    expect(first.cookie).toMatch(
      /^giver=[0-9a-z]{26}\.[\w-]{22}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax$/,
    );
    const pair = first.cookie.split(";", 1)[0] ?? "";
    expect(deviceOf(requestWith(`lang=en; ${pair}`))).toMatchObject({ device: first.device, isKnown: true });
    const forged = pair.replace(/^giver=./, "giver=0").replace(/.$/, "A");
    expect(deviceOf(requestWith(forged)).isKnown).toBe(false);
  });
});
