import { describe, expect, it } from "vitest";
import { answerQuarantine } from "#app/features/donations/answer-quarantine.server.ts";
import { proposeQuarantine } from "#app/features/donations/propose-quarantine.server.ts";
import { possibleDecisions, type QuarantineSituation } from "#app/features/donations/quarantine-choices.ts";
import { findGift } from "#app/features/donations/queries.server.ts";
import { sweepRefunds } from "#app/features/donations/sweep-refunds.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { control } from "#tests/factories/giving.ts";
import {
  booksOf,
  fault,
  type OnlineProvider,
  type Ordered,
  orderGift,
  type PayingPlace,
  pay,
  type Receiver,
  SOON,
  withPayingPlaces,
} from "#tests/factories/paying.ts";

let sandbox: Sandbox;
let receiver: Receiver;
let place: PayingPlace;
withPayingPlaces("quarantine", (given) => {
  ({ sandbox, receiver, place } = given);
});

const AMOUNT = 5_000n;
const PROVIDERS = ["alipay", "stripe"] as const;
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const order = (provider: OnlineProvider, over = {}) => orderGift(place, provider, AMOUNT, receiver.url, over);
const statusOf = async (gift: Ordered) => (await findGift(gift.donationId))?.status;
const termsOf = async () => (await fundTerms([place.fundId])).get(place.fundId);
async function waitingItem(): Promise<string> {
  const items = await db.rows<{ id: string }>("select id from quarantine where decided_at is null");
  expect(items).toHaveLength(1);
  return items[0]?.id ?? "";
}

const propose = (id: string, decision: string, over: Record<string, unknown> = {}) =>
  proposeQuarantine({
    organizationId: place.organizationId,
    id,
    userId: place.clerkId,
    decision: decision as "refund",
    targetFundId: null,
    note: "已和捐赠人核对",
    now: new Date(),
    ...over,
  });

const answer = (id: string, over: Record<string, unknown> = {}) =>
  answerQuarantine({
    organizationId: place.organizationId,
    id,
    step: 1,
    userId: place.approverId,
    answer: "approve",
    note: "同意",
    now: new Date(),
    ...over,
  });

async function decide(decision: string, over: Record<string, unknown> = {}): Promise<string> {
  const id = await waitingItem();
  expect(await propose(id, decision, over)).toEqual({ ok: true, repeated: false });
  expect(await answer(id)).toEqual({ ok: true, repeated: false });
  return id;
}

describe.each(PROVIDERS)("what two people decide about money through %s", (provider) => {
  it("another amount is accepted as received", async () => {
    const gift = await order(provider);
    await pay(place, gift, { deliver: "wrong-amount" });
    expect(await statusOf(gift)).toBe("quarantined");
    await decide("accept");
    expect(await statusOf(gift)).toBe("paid");
    expect((await findGift(gift.donationId))?.amountFen).toBe(4_999n);
    expect(await termsOf()).toMatchObject({ raised: 4_999n, available: 4_999n, donationCount: 1n });
    expect(await booksOf(place)).toEqual({ clearing: 4_999n, suspense: 0n, payable: 0n, receivable: 0n });
    // What the provider tells afterwards changes nothing.
    await expect(pay(place, gift), "an order is paid once").rejects.toThrow();
    expect(await termsOf()).toMatchObject({ raised: 4_999n });
  });

  it("another amount goes back to its payer", async () => {
    const gift = await order(provider);
    await pay(place, gift, { deliver: "wrong-amount" });
    await decide("refund");
    expect(await booksOf(place)).toMatchObject({ suspense: 0n, payable: 4_999n });
    await sweepRefunds(later(0));
    expect(await booksOf(place)).toEqual({ clearing: 0n, suspense: 0n, payable: 0n, receivable: 0n });
    expect(await statusOf(gift)).toBe("refunded");
    expect(await termsOf()).toMatchObject({ raised: 0n });
  });

  it("the second payment of one order goes back, and the gift stays", async () => {
    const gift = await order(provider);
    await fault(place, "pay", "double-pay");
    await pay(place, gift);
    await expect.poll(() => db.rows("select 1 from quarantine"), SOON).toHaveLength(1);
    await decide("refund");
    await sweepRefunds(later(0));
    expect(await booksOf(place)).toEqual({ clearing: AMOUNT, suspense: 0n, payable: 0n, receivable: 0n });
    expect(await statusOf(gift)).toBe("paid");
    expect(await termsOf()).toMatchObject({ raised: AMOUNT, refunded: 0n });
  });

  it("the second payment of one gift becomes a second gift, which can be refunded at the console", async () => {
    const gift = await order(provider);
    await pay(place, gift);
    const again = await order(provider, { donationId: gift.donationId });
    await pay(place, again);
    await decide("new-gift");
    expect(await termsOf()).toMatchObject({ raised: 2n * AMOUNT, donationCount: 2n });
    expect(await statusOf(gift)).toBe("paid");
    await control(sandbox, "refund", { payUrl: again.payUrl, amountFen: 1_000 });
    await expect.poll(async () => (await termsOf())?.refunded, SOON).toBe(1_000n);
    expect(await statusOf(gift)).toBe("paid");
  });

  it("money of an unknown order becomes a gift to the fund that was chosen; its refund finds it", async () => {
    const stranger = await order(provider);
    await db.run("delete from payment where id = $1", [stranger.paymentId]);
    await db.run("delete from donation where id = $1", [stranger.donationId]);
    await pay(place, stranger);
    const id = await waitingItem();
    expect(await propose(id, "new-gift")).toEqual({ ok: false, reason: "no-fund" });
    await decide("new-gift", { targetFundId: place.fundId });
    expect(await termsOf()).toMatchObject({ raised: AMOUNT, donationCount: 1n });
    await control(sandbox, "refund", { payUrl: stranger.payUrl, amountFen: 2_000 });
    await expect.poll(async () => (await termsOf())?.refunded, SOON).toBe(2_000n);
    expect(await booksOf(place)).toMatchObject({ clearing: 3_000n, suspense: 0n });
  });

  it("money of an unknown order goes back", async () => {
    const stranger = await order(provider);
    await db.run("delete from payment where id = $1", [stranger.paymentId]);
    await pay(place, stranger);
    await decide("refund");
    await sweepRefunds(later(0));
    expect(await booksOf(place)).toEqual({ clearing: 0n, suspense: 0n, payable: 0n, receivable: 0n });
  });

  it("a refund of such money that fails puts it back and waits again", async () => {
    const gift = await order(provider);
    await pay(place, gift, { deliver: "wrong-amount" });
    const first = await decide("refund");
    await fault(place, "refund", "refund-fails");
    await sweepRefunds(later(0));
    await expect.poll(async () => (await booksOf(place)).suspense, SOON).toBe(4_999n);
    expect(await booksOf(place)).toEqual({ clearing: 4_999n, suspense: 4_999n, payable: 0n, receivable: 0n });
    expect(await statusOf(gift)).toBe("quarantined");
    expect(await waitingItem()).not.toBe(first);
    await decide("refund");
    await sweepRefunds(later(1));
    expect(await statusOf(gift)).toBe("refunded");
  });

  it("late money for an ended fund is accepted only once the fund is open again", async () => {
    const gift = await order(provider);
    await pay(place, gift, { outcome: "closed" });
    await db.run("update fund set state = 'ended' where id = $1", [place.fundId]);
    await fault(place, "pay", "late");
    await pay(place, gift);
    const id = await waitingItem();
    expect(await propose(id, "accept")).toEqual({ ok: false, reason: "not-possible" });
    await db.run("update fund set state = 'open' where id = $1", [place.fundId]);
    await decide("accept");
    expect(await statusOf(gift)).toBe("paid");
  });
});

describe("two people", () => {
  async function wrongAmount(): Promise<string> {
    await pay(place, await order("alipay"), { deliver: "wrong-amount" });
    return waitingItem();
  }

  it("no one answers their own proposal, in the database neither", async () => {
    const id = await wrongAmount();
    await propose(id, "refund", { userId: place.approverId });
    expect(await answer(id)).toEqual({ ok: false, reason: "own-proposal" });
    expect(await answer(id, { userId: place.clerkId })).toEqual({ ok: false, reason: "not-permitted" });
    await expect(
      db.run(
        `insert into quarantine_act (organization_id, quarantine_id, step, kind, decision, note, by_id, at, answers_step)
         values ($1, $2, 2, 'approved', 'refund', 'x', $3, now(), 1)`,
        [place.organizationId, id, place.approverId],
      ),
    ).rejects.toThrow(/answered by another person/);
  });

  it("a proposal sent back may be followed by another; every act stays", async () => {
    const id = await wrongAmount();
    await propose(id, "accept");
    expect(await propose(id, "refund")).toEqual({ ok: false, reason: "waits-for-another" });
    expect(await answer(id, { answer: "send-back" })).toEqual({ ok: true, repeated: false });
    expect(await propose(id, "refund")).toEqual({ ok: true, repeated: false });
    expect(await answer(id, { step: 3 })).toEqual({ ok: true, repeated: false });
    expect(await answer(id, { step: 3 })).toEqual({ ok: true, repeated: true });
    expect(await propose(id, "accept")).toEqual({ ok: false, reason: "already-decided" });
    const acts = await db.rows<{ kind: string }>("select kind from quarantine_act order by step");
    expect(acts.map(({ kind }) => kind)).toEqual(["proposed", "sent-back", "proposed", "approved"]);
    await expect(db.run("update quarantine_act set note = 'other'")).rejects.toThrow();
  });

  it("ten answers at once post once", async () => {
    const id = await wrongAmount();
    await propose(id, "accept");
    await Promise.all(Array.from({ length: 10 }, () => answer(id)));
    expect(await termsOf()).toMatchObject({ raised: 4_999n, donationCount: 1n });
  });

  it("what came without money is looked into and closed, with nothing posted", async () => {
    await fault(place, "pay", "wrong-currency");
    const gift = await order("alipay");
    await pay(place, gift);
    const id = await waitingItem();
    expect(await propose(id, "refund")).toEqual({ ok: false, reason: "not-possible" });
    await decide("dismiss");
    expect(await statusOf(gift)).toBe("closed");
    expect(await db.rows("select 1 from transfer")).toHaveLength(0);
  });
});

describe("possibleDecisions", () => {
  const base: QuarantineSituation = {
    reason: "wrong-amount",
    leftFen: 1n,
    isOwnPayment: true,
    isGiftCounted: false,
    hasGoneBack: false,
    takesGifts: true,
  };
  it.each([
    ["another amount", {}, ["accept", "refund"]],
    ["part of it went back", { hasGoneBack: true }, ["refund"]],
    [
      "a second payment of the gift",
      { reason: "second-payment", isGiftCounted: true },
      ["refund", "new-gift"],
    ],
    ["a second payment of the order", { reason: "second-payment", isOwnPayment: false }, ["refund"]],
    ["an unknown order", { reason: "unknown-payment", isOwnPayment: false }, ["refund", "new-gift"]],
    ["late", { reason: "fund-closed" }, ["refund", "accept"]],
    ["late and ended", { reason: "fund-closed", takesGifts: false }, ["refund"]],
    ["nothing there", { leftFen: 0n }, ["dismiss"]],
  ] as const)("%s", (_, over, possible) => {
    expect(possibleDecisions({ ...base, ...over })).toEqual(possible);
  });
});
