import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerRefund } from "#app/features/donations/answer-refund.server.ts";
import { hearMissedNotifications } from "#app/features/donations/hear-missed.server.ts";
import { findGift } from "#app/features/donations/queries.server.ts";
import { requestRefund } from "#app/features/donations/request-refund.server.ts";
import { sendRefund } from "#app/features/donations/send-refund.server.ts";
import { startDonation } from "#app/features/donations/start-donation.server.ts";
import { sweepPayments } from "#app/features/donations/sweep-payments.server.ts";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import {
  listTellingCredentials,
  openCredential,
  openForNewMoney,
} from "#app/features/payments/credentials.server.ts";
import { settlePayments } from "#app/features/payments/settle-payments.server.ts";
import { disableChannel } from "#app/features/payments/switch-channel.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { newCredentialId, newFundScopedId } from "#app/lib/ids.ts";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { startTestSandbox } from "#tests/factories/giving.ts";
import {
  makePayingPlace,
  type OnlineProvider,
  type Ordered,
  orderGift,
  type PayingPlace,
  pay,
  startReceiver,
} from "#tests/factories/paying.ts";

const DAY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;

let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let place: PayingPlace;
beforeAll(async () => {
  receiver = await startReceiver();
  sandbox = await startTestSandbox("disabled-channel");
});
afterEach(async () => {
  await sandbox.state.idle();
  await receiver.idle();
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  place = await makePayingPlace(sandbox, receiver.url);
});

const statusOf = async (gift: Ordered) => (await findGift(gift.donationId))?.status;
const disable = (provider: OnlineProvider, now = new Date()) =>
  disableChannel({
    organizationId: place.organizationId,
    credentialId: place.credentials[provider],
    userId: place.approverId,
    now,
  });
const tellingAt = async (now: Date) => (await listTellingCredentials(now)).map(({ id }) => id);

describe.each(["alipay", "stripe"] as const)("%s, disabled while money is under way", (provider) => {
  it("hears that an open payment was paid", async () => {
    const gift = await orderGift(place, provider, 5_000n, receiver.url);
    expect(await disable(provider)).toEqual({ ok: true, repeated: false });
    const { deliveries } = await pay(place, gift);
    expect(deliveries.map(({ status }) => status)).toContain(200);
    expect(await statusOf(gift)).toBe("paid");
  });

  it("asks about a payment whose message was lost", async () => {
    const gift = await orderGift(place, provider, 5_000n, receiver.url);
    await disable(provider);
    await pay(place, gift, { deliver: "lost" });
    expect(await statusOf(gift)).toBe("pending");
    expect(await sweepPayments(new Date(Date.now() + MINUTE_MS))).toMatchObject({ asked: 1, applied: 1 });
    expect(await statusOf(gift)).toBe("paid");
  });

  it("pays a refund out", async () => {
    const gift = await orderGift(place, provider, 5_000n, receiver.url);
    await pay(place, gift);
    const id = newFundScopedId("r", place.fundId);
    const by = { id, organizationId: place.organizationId, now: new Date() };
    await requestRefund({
      ...by,
      userId: place.clerkId,
      donationId: gift.donationId,
      amountFen: 2_000n,
      reason: "捐赠人填错了金额",
      overrideReason: null,
    });
    await answerRefund({ ...by, userId: place.approverId, answer: "approve", note: "同意" });
    await disable(provider);
    expect(await sendRefund(place.fundId, id, new Date())).toBe("settled");
    expect((await fundTerms([place.fundId])).get(place.fundId)).toMatchObject({ refunded: 2_000n });
  });

  it("takes no new gift, neither offered nor from a form that was open before", async () => {
    const slug = `f-${place.organizationId}`;
    await db.run("update fund set slug = $2 where id = $1", [place.fundId, slug]);
    // The factory's charity has a channel without keys; only those of the sandbox are meant.
    await db.run("update payment_credential set disabled_at = now() where key_id = 'none'");
    const before = await findGivingTarget("project", slug, new Date());
    if (!before) throw new Error("the fund is not published");
    expect(before.giving).toMatchObject({ providers: expect.arrayContaining([provider]) });
    await disable(provider);
    expect(await openForNewMoney(place.credentials[provider])).toBeNull();
    expect(await openCredential(place.credentials[provider])).not.toBeNull();
    const gift = {
      intention: "test:disabled",
      amountFen: 3_650n,
      provider,
      visibility: "anonymous",
      userId: null,
      device: "desktop",
      now: new Date(),
    } as const;
    expect(await startDonation({ ...gift, target: before })).toMatchObject({
      ok: false,
      reason: "provider-unavailable",
    });
    const after = await findGivingTarget("project", slug, new Date());
    if (!after) throw new Error("the fund is not published");
    expect(await startDonation({ ...gift, intention: "test:after", target: after })).toEqual({
      ok: false,
      reason: "provider-not-offered",
    });
  });

  it("is listened to for two months, and longer while a gift is not paid out", async () => {
    const id = place.credentials[provider];
    await disable(provider);
    expect(await tellingAt(new Date(Date.now() + 59 * DAY_MS))).toContain(id);
    expect(await tellingAt(new Date(Date.now() + 61 * DAY_MS))).not.toContain(id);
    const gift = await orderGift(place, provider, 5_000n, receiver.url);
    expect(await tellingAt(new Date(Date.now() + 61 * DAY_MS))).toContain(id);
    await pay(place, gift);
    expect(await tellingAt(new Date(Date.now() + 61 * DAY_MS))).toContain(id);
    const chosen = "select fund_id, payment_id from unsettled_payment where payment_id = $1";
    await transaction((tx) => settlePayments(tx, chosen, [gift.paymentId], new Date()));
    expect(await tellingAt(new Date(Date.now() + 61 * DAY_MS))).not.toContain(id);
  });
});

describe("a card channel that was disabled", () => {
  it("is not listened to where the same account is in use under another credential", async () => {
    await disable("stripe");
    expect(await tellingAt(new Date())).toContain(place.credentials.stripe);
    const again = newCredentialId();
    await db.run(
      `insert into payment_credential (id, organization_id, provider, provider_account, config_sealed, key_id)
       select $2, organization_id, provider, provider_account, config_sealed, key_id
       from payment_credential where id = $1`,
      [place.credentials.stripe, again],
    );
    const telling = await tellingAt(new Date());
    expect(telling).toContain(again);
    expect(telling).not.toContain(place.credentials.stripe);
  });

  it("is asked for the messages that it could not deliver", async () => {
    const gift = await orderGift(place, "stripe", 5_000n, receiver.url);
    await disable("stripe");
    await pay(place, gift, { deliver: "lost" });
    await hearMissedNotifications(new Date(Date.now() + MINUTE_MS));
    expect(await statusOf(gift)).toBe("paid");
  });
});
