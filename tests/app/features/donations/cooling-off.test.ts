import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { askForRefund } from "#app/features/donations/cooling-off/ask-refund.server.ts";
import {
  type TakeBackInput,
  takeBackGift,
} from "#app/features/donations/cooling-off/take-back-gift.server.ts";
import { donationToken, hashOfToken } from "#app/features/donations/donation-token.server.ts";
import { requestRefund } from "#app/features/donations/request-refund.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { NOW } from "#tests/factories/books.ts";
import { makeMember } from "#tests/factories/people.ts";
import { makePaidGift, makeSpendingPlace, type SpendingPlace } from "#tests/factories/spending.ts";

const HOUR = 3_600_000;

async function ownGift(place: SpendingPlace, amountFen: bigint) {
  const gift = await makePaidGift(place, amountFen);
  const token = donationToken(gift.donationId);
  await db.run("update donation set token_hash = $3 where fund_id = $1 and id = $2", [
    gift.fundId,
    gift.donationId,
    hashOfToken(token),
  ]);
  const [paid] = await db.rows<{ at: Date }>(
    "select paid_at as at from payment where fund_id = $1 and donation_id = $2",
    [gift.fundId, gift.donationId],
  );
  const paidAt = paid?.at ?? NOW;
  const back = (over: Partial<TakeBackInput> = {}) =>
    takeBackGift({
      donationId: gift.donationId,
      token,
      userId: null,
      now: new Date(paidAt.getTime() + HOUR),
      ...over,
    });
  return { ...gift, token, paidAt, back };
}

describe("taking a gift back", () => {
  it("is the donor's own right within its hours, once, for the whole and the way it came", async () => {
    const place = await makeSpendingPlace();
    const gift = await ownGift(place, 5_000n);
    expect(await gift.back({ token: null })).toEqual({ ok: false, reason: "not-found" });
    expect(await gift.back({ token: "0".repeat(26), userId: randomUUID() })).toEqual({
      ok: false,
      reason: "not-found",
    });
    const both = await Promise.all([gift.back(), gift.back()]);
    expect(both.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
    expect((await fundTerms([gift.fundId])).get(gift.fundId)).toMatchObject({
      refunded: 5_000n,
      available: 0n,
    });
    expect(
      await db.rows("select amount_fen as fen, origin from refund where donation_id = $1", [gift.donationId]),
    ).toEqual([{ fen: 5_000n, origin: "organization" }]);
    expect(await db.rows("select job from outbox where job = 'send-refund'")).toHaveLength(1);
    expect(await db.rows("select act, user_id as by from organization_act")).toEqual([
      { act: "gift-taken-back", by: null },
    ]);
    await expect(db.run("update gift_return set amount_fen = 1")).rejects.toThrow(/permission denied/);
  });

  it("ends with its last hour, and then becomes a request that the charity answers in three working days", async () => {
    const place = await makeSpendingPlace();
    const gift = await ownGift(place, 5_000n);
    const hoursOn = (hours: number) => new Date(gift.paidAt.getTime() + hours * HOUR);
    expect(await gift.back({ now: new Date(hoursOn(24).getTime() + 1) })).toEqual({
      ok: false,
      reason: "too-late",
    });
    const asking = {
      id: randomUUID(),
      donationId: gift.donationId,
      words: "孩子按错了",
      email: "",
      lang: "zh" as const,
      address: randomUUID(),
      now: NOW,
    };
    expect(await askForRefund({ ...asking, token: null })).toEqual({ ok: false, reason: "not-found" });
    expect(await askForRefund({ ...asking, token: gift.token })).toMatchObject({ ok: true });
    expect(
      await db.rows("select kind, donation_id as gift, rule_days as days, rule_unit as unit from enquiry"),
    ).toEqual([{ kind: "refund", gift: gift.donationId, days: 3, unit: "working" }]);
    expect(await gift.back({ now: hoursOn(24) })).toEqual({ ok: true, repeated: false });
  });

  it("leaves a gift that is being asked back by the charity, or whose fund has no free money, to people", async () => {
    const place = await makeSpendingPlace();
    const gift = await ownGift(place, 5_000n);
    const clerk = await makeMember(place.organizationId, "charity-clerk");
    const request = {
      id: newFundScopedId("r", gift.fundId),
      donationId: gift.donationId,
      organizationId: place.organizationId,
      userId: clerk,
      amountFen: 1_000n,
      reason: "写错了",
      overrideReason: null,
      now: NOW,
    };
    expect(await requestRefund(request)).toMatchObject({ ok: true });
    expect(await gift.back()).toEqual({ ok: false, reason: "partly-back" });
  });
});
