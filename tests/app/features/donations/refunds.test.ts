import { describe, expect, it } from "vitest";
import { answerRefund } from "#app/features/donations/answer-refund.server.ts";
import { findGift } from "#app/features/donations/queries.server.ts";
import { requestRefund } from "#app/features/donations/request-refund.server.ts";
import { sendRefund } from "#app/features/donations/send-refund.server.ts";
import { openRefunds, sweepRefunds } from "#app/features/donations/sweep-refunds.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { control } from "#tests/factories/giving.ts";
import {
  booksOf,
  fault,
  makePayingPlace,
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
withPayingPlaces("refunds", (given) => {
  ({ sandbox, receiver, place } = given);
});

const PROVIDERS = ["alipay", "stripe"] as const;

async function paidGift(provider: OnlineProvider, amountFen = 5_000n): Promise<Ordered> {
  const order = await orderGift(place, provider, amountFen, receiver.url);
  await pay(place, order);
  return order;
}

const termsOf = async () => (await fundTerms([place.fundId])).get(place.fundId);
const statusOf = async (gift: Ordered) => (await findGift(gift.donationId))?.status;
const refundRow = async (id: string) =>
  (
    await db.rows<{
      paidAt: Date | null;
      failedAt: Date | null;
      lastAnswer: string | null;
      sentAt: Date | null;
    }>(
      `select paid_at as "paidAt", failed_at as "failedAt", last_answer as "lastAnswer", sent_at as "sentAt"
       from refund where id = $1`,
      [id],
    )
  )[0];
const refundCalls = async (): Promise<number> => {
  const answer = (await (await fetch(`${sandbox.url}/control/requests`)).json()) as {
    requests: { operation: string; account: string | null }[];
  };
  return answer.requests.filter(({ operation }) =>
    /alipay\.trade\.refund$|POST \/v1\/refunds/.test(operation),
  ).length;
};

function request(gift: Ordered, amountFen: bigint, over: Record<string, unknown> = {}) {
  return {
    id: newFundScopedId("r", place.fundId),
    donationId: gift.donationId,
    organizationId: place.organizationId,
    userId: place.clerkId,
    amountFen,
    reason: "捐赠人填错了金额",
    overrideReason: null,
    now: new Date(),
    ...over,
  };
}

const yes = (id: string, over: Record<string, unknown> = {}) =>
  answerRefund({
    id,
    organizationId: place.organizationId,
    userId: place.approverId,
    answer: "approve",
    note: "同意",
    now: new Date(),
    ...over,
  });

async function promised(gift: Ordered, amountFen: bigint): Promise<string> {
  const asked = request(gift, amountFen);
  expect(await requestRefund(asked)).toEqual({ ok: true, repeated: false });
  expect(await yes(asked.id)).toEqual({ ok: true, repeated: false });
  return asked.id;
}

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);

describe.each(PROVIDERS)("a refund from our side through %s", (provider) => {
  it("is asked by one person, promised by another, paid by the provider, posted once", async () => {
    const gift = await paidGift(provider);
    const id = await promised(gift, 2_000n);
    expect(await termsOf()).toMatchObject({ refunded: 2_000n, available: 3_000n });
    expect(await booksOf(place)).toMatchObject({ payable: 2_000n, clearing: 5_000n });
    expect(await sendRefund(place.fundId, id, later(0))).toBe("settled");
    expect(await sendRefund(place.fundId, id, later(5))).toBe("not-due");
    expect(await booksOf(place)).toMatchObject({ payable: 0n, clearing: 3_000n });
    expect(await statusOf(gift)).toBe("partially-refunded");
    // The provider's own message about it met our row.
    expect(await db.rows("select 1 from refund")).toHaveLength(1);
  });

  it("in parts goes up to what was given and no further", async () => {
    const gift = await paidGift(provider);
    for (const part of [1_000n, 1_500n, 2_500n]) {
      const id = await promised(gift, part);
      expect(await sendRefund(place.fundId, id, later(0))).toBe("settled");
    }
    expect(await requestRefund(request(gift, 1n))).toMatchObject({ ok: false, reason: "above-left" });
    expect(await termsOf()).toMatchObject({ refunded: 5_000n, available: 0n });
    expect(await statusOf(gift)).toBe("refunded");
    expect(await booksOf(place)).toMatchObject({ payable: 0n, clearing: 0n });
  });

  it.each(["timeout", "reset-after", "reset-before", "500", "429", "409"])(
    "whose call ends in %s is asked about and paid once",
    async (kind) => {
      const gift = await paidGift(provider);
      const id = await promised(gift, 2_000n);
      const operation = provider === "alipay" ? "alipay.trade.refund" : "POST /v1/refunds";
      // Enough for every repetition of the provider's own client.
      await fault(place, operation, kind, provider === "stripe" ? 4 : 1);
      await sendRefund(place.fundId, id, later(0));
      expect((await refundRow(id))?.sentAt).not.toBeNull();
      await fetch(`${sandbox.url}/control/fault`, { method: "DELETE" });
      for (const minutes of [2, 10]) await sweepRefunds(later(minutes));
      expect(await refundRow(id)).toMatchObject({ paidAt: expect.any(Date), failedAt: null });
      expect(await termsOf()).toMatchObject({ refunded: 2_000n, available: 3_000n });
      expect(await booksOf(place)).toMatchObject({ payable: 0n, clearing: 3_000n });
      expect(await openRefunds()).toMatchObject({ count: 0 });
    },
  );

  it("that fails gives the money back to the fund", async () => {
    const gift = await paidGift(provider);
    const id = await promised(gift, 2_000n);
    await fault(place, "refund", "refund-fails");
    await sendRefund(place.fundId, id, later(0));
    // Stripe says yes first and tells of the failure in a message of its own.
    await expect.poll(() => refundRow(id), SOON).toMatchObject({ failedAt: expect.any(Date) });
    expect(await termsOf()).toMatchObject({ refunded: 0n, available: 5_000n });
    expect(await booksOf(place)).toMatchObject({ payable: 0n, clearing: 5_000n });
    expect(await statusOf(gift)).toBe("paid");
    // Known to have failed, so a new request with a new number is right.
    const again = await promised(gift, 2_000n);
    expect(await sendRefund(place.fundId, again, later(4))).toBe("settled");
    expect(await termsOf()).toMatchObject({ refunded: 2_000n });
  });

  it("beside one made at the provider's console keeps both apart", async () => {
    const gift = await paidGift(provider);
    const id = await promised(gift, 2_000n);
    await control(sandbox, "refund", { payUrl: gift.payUrl, amountFen: 1_000, deliver: "twice" });
    expect(await sendRefund(place.fundId, id, later(0))).toBe("settled");
    expect(await termsOf()).toMatchObject({ refunded: 3_000n, available: 2_000n });
    expect(await booksOf(place)).toMatchObject({ payable: 0n, clearing: 2_000n });
    expect(await db.rows("select 1 from refund")).toHaveLength(2);
  });

  it("that the console overtook is refused by the provider and given back", async () => {
    const gift = await paidGift(provider);
    const id = await promised(gift, 5_000n);
    await control(sandbox, "refund", { payUrl: gift.payUrl, amountFen: 3_000, deliver: "once" });
    await sendRefund(place.fundId, id, later(0));
    await sweepRefunds(later(3));
    expect(await refundRow(id)).toMatchObject({ failedAt: expect.any(Date), lastAnswer: "refused" });
    expect(await booksOf(place)).toMatchObject({ payable: 0n, clearing: 2_000n });
    expect(await statusOf(gift)).toBe("partially-refunded");
  });

  it("sent by twenty workers at once makes one call", async () => {
    const gift = await paidGift(provider);
    const id = await promised(gift, 2_000n);
    const before = await refundCalls();
    const now = later(0);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => sendRefund(place.fundId, id, now)));
    expect(outcomes.filter((outcome) => outcome === "settled")).toHaveLength(1);
    expect((await refundCalls()) - before).toBe(1);
  });
});

describe("two people", () => {
  it("the asker cannot approve, a clerk cannot approve, strangers know of nothing", async () => {
    const gift = await paidGift("alipay");
    const asked = request(gift, 2_000n, { userId: place.approverId });
    await requestRefund(asked);
    expect(await yes(asked.id)).toEqual({ ok: false, reason: "own-request" });
    expect(await yes(asked.id, { userId: place.clerkId })).toEqual({ ok: false, reason: "not-permitted" });
    const other = await makePayingPlace(sandbox, receiver.url, "stranger");
    expect(await yes(asked.id, { userId: other.approverId, organizationId: other.organizationId })).toEqual({
      ok: false,
      reason: "not-found",
    });
    expect(await termsOf()).toMatchObject({ refunded: 0n });
    await expect(
      db.run(
        "update refund_request set approved_by_id = requested_by_id, approved_at = now() where id = $1",
        [asked.id],
      ),
    ).rejects.toThrow(/refund_request_two_people/);
  });

  it("a no moves nothing and stays; the same form sent twice is one request", async () => {
    const gift = await paidGift("alipay");
    const asked = request(gift, 2_000n);
    await Promise.all([requestRefund(asked), requestRefund(asked)]);
    expect(await db.rows("select 1 from refund_request")).toHaveLength(1);
    const no = { answer: "reject", note: "已经用在餐费上" };
    expect(await yes(asked.id, no)).toEqual({ ok: true, repeated: false });
    expect(await yes(asked.id, no)).toEqual({ ok: true, repeated: true });
    expect(await yes(asked.id)).toEqual({ ok: false, reason: "answered-already" });
    await expect(
      db.run("update refund_request set rejected_at = null, rejected_by_id = null where id = $1", [asked.id]),
    ).rejects.toThrow(/moves forward/);
    expect(await db.rows("select 1 from refund")).toHaveLength(0);
  });

  it("ten approvals at once promise the money once", async () => {
    const gift = await paidGift("alipay");
    const asked = request(gift, 5_000n);
    await requestRefund(asked);
    await Promise.all(Array.from({ length: 10 }, () => yes(asked.id)));
    expect(await termsOf()).toMatchObject({ refunded: 5_000n, available: 0n });
  });
});

describe("money that was used already", () => {
  async function use(gift: Ordered, feesFen: bigint, usedFen: bigint): Promise<void> {
    const net = gift.amountFen - feesFen;
    await db.run(
      `insert into fund_inflow (fund_id, from_fen, to_fen, origin_kind, origin_id, recorded_at)
       values ($1, 0, $2, 'gift', $3, now())`,
      [place.fundId, net, gift.donationId],
    );
    if (usedFen > 0n)
      await db.run(
        `insert into fund_use (fund_id, from_fen, to_fen, cause_kind, cause_id, recorded_at)
         values ($1, 0, $2, 'disbursement', 'b', now())`,
        [place.fundId, usedFen],
      );
  }

  it("goes back only with a named override, and the organization covers it", async () => {
    const gift = await paidGift("alipay");
    await paidGift("alipay", 9_000n);
    await use(gift, 0n, 3_500n);
    expect(await requestRefund(request(gift, 1_500n))).toMatchObject({ ok: true });
    expect(await requestRefund(request(gift, 2_000n))).toEqual({
      ok: false,
      reason: "needs-override",
      fen: 500n,
    });
    const named = request(gift, 2_000n, { overrideReason: "未成年人捐赠，家长要求全额退回" });
    expect(await requestRefund(named)).toMatchObject({ ok: true });
    expect(await yes(named.id)).toMatchObject({ ok: true });
    expect(await termsOf()).toMatchObject({ otherIn: 500n, refunded: 2_000n, available: 12_500n });
    expect(await booksOf(place)).toMatchObject({ receivable: 500n });
  });

  it("is found again at the approval: what was free when it was asked may be used by then", async () => {
    const gift = await paidGift("alipay");
    const asked = request(gift, 5_000n);
    await requestRefund(asked);
    await use(gift, 0n, 1_000n);
    expect(await yes(asked.id)).toEqual({ ok: false, reason: "needs-override", fen: 1_000n });
    expect(await termsOf()).toMatchObject({ refunded: 0n });
  });

  it("a fee that the provider keeps is borne by the organization without an override", async () => {
    const gift = await paidGift("alipay");
    await use(gift, 30n, 0n);
    const id = await promised(gift, 5_000n);
    expect(await termsOf()).toMatchObject({ otherIn: 30n, refunded: 5_000n });
    expect(await sendRefund(place.fundId, id, later(0))).toBe("settled");
  });
});
