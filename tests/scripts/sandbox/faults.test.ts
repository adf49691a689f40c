import { describe, expect, it } from "vitest";
import {
  checkoutParams,
  control,
  exec,
  message,
  pay,
  payUrl,
  startWorld,
  stripeClient,
  until,
  type World,
} from "./support.ts";

function arm(world: World, operation: string, kind: string, times = 1) {
  return control(world.sandbox, "fault", { operation, kind, times });
}

type Lines = { requests: { operation: string; fault?: string; paymentId?: string; status: number }[] };

describe("faults of calls", () => {
  it("reset-before leaves nothing, reset-after leaves the order done", async () => {
    const world = await startWorld();
    await pay(world, payUrl(world, "p1"));
    const refund = { out_trade_no: "p1", refund_amount: "1.00", out_request_no: "rf_1" };
    const query = { out_trade_no: "p1", out_request_no: "rf_1" };
    // The SDK itself tries once more after a reset.
    await arm(world, "alipay.trade.refund", "reset-before", 2);
    await expect(exec(world, "alipay.trade.refund", refund)).rejects.toThrow();
    expect(await exec(world, "alipay.trade.fastpay.refund.query", query)).not.toHaveProperty("refund_status");
    await arm(world, "alipay.trade.refund", "reset-after", 2);
    await expect(exec(world, "alipay.trade.refund", refund)).rejects.toThrow();
    expect(await exec(world, "alipay.trade.fastpay.refund.query", query)).toMatchObject({
      refund_status: "REFUND_SUCCESS",
    });
    expect(await exec(world, "alipay.trade.refund", refund)).toMatchObject({ fund_change: "N" });
  });

  it("timeout does the work and never answers", async () => {
    const world = await startWorld();
    await arm(world, "POST /v1/payment_intents", "timeout");
    const impatient = stripeClient(world.merchant, { timeout: 100 });
    await expect(impatient.paymentIntents.create({ amount: 1000, currency: "cny" })).rejects.toThrow();
    expect((await world.stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it("a Stripe reset is survived by the SDK's own retry with the same key", async () => {
    const world = await startWorld();
    await arm(world, "POST /v1/checkout/sessions", "reset-after");
    const patient = stripeClient(world.merchant, { maxNetworkRetries: 2 });
    await patient.checkout.sessions.create(checkoutParams("p1"));
    expect((await world.stripe.checkout.sessions.list()).data).toHaveLength(1);
  });

  it("409, 429 and 500 in each provider's own words", async () => {
    const world = await startWorld();
    for (const [kind, statusCode] of [
      ["409", 409],
      ["429", 429],
      ["500", 500],
    ] as const) {
      await arm(world, "POST /v1/payment_intents", kind);
      await expect(
        world.stripe.paymentIntents.create({ amount: 1000, currency: "cny" }),
      ).rejects.toMatchObject({ statusCode });
    }
    await arm(world, "alipay.trade.query", "429");
    expect(await exec(world, "alipay.trade.query", { out_trade_no: "p1" })).toMatchObject({ code: "40005" });
    await arm(world, "alipay.trade.query", "409");
    expect(await exec(world, "alipay.trade.query", { out_trade_no: "p1" })).toMatchObject({ code: "20000" });
    await arm(world, "alipay.trade.query", "500");
    await expect(exec(world, "alipay.trade.query", { out_trade_no: "p1" })).rejects.toThrow();
    const { requests } = await control<Lines>(world.sandbox, "requests");
    expect(requests.filter((line) => line.fault).map((line) => line.fault)).toEqual([
      "409",
      "429",
      "500",
      "429",
      "409",
      "500",
    ]);
    expect(requests.at(-1)).toMatchObject({ operation: "alipay.trade.query", paymentId: "p1", status: 500 });
  });
});

describe("faults of payments", () => {
  it("late: a closed order is paid after all", async () => {
    const world = await startWorld();
    const session = await world.stripe.checkout.sessions.create(checkoutParams("p1"));
    await world.stripe.checkout.sessions.expire(session.id);
    await arm(world, "pay", "late", 2);
    expect((await pay(world, session.url!)).status).toBe("complete");
    await control(world.sandbox, "pay", { payUrl: payUrl(world, "p2"), outcome: "closed" });
    expect((await pay(world, payUrl(world, "p2"))).status).toBe("TRADE_SUCCESS");
  });

  it("double-pay: two payments of one order", async () => {
    const world = await startWorld();
    await arm(world, "pay", "double-pay", 2);
    await pay(world, payUrl(world, "p1"));
    const told = world.site.received.map(message);
    expect(told.map((item) => item.out_trade_no)).toEqual(["p1", "p1"]);
    expect(new Set(told.map((item) => item.trade_no)).size).toBe(2);
    const session = await world.stripe.checkout.sessions.create(checkoutParams("p2"));
    await pay(world, session.url!);
    const intents = await world.stripe.paymentIntents.list();
    expect(intents.data.map((intent) => [intent.status, intent.metadata.payment_id])).toEqual([
      ["succeeded", "p2"],
      ["succeeded", "p2"],
    ]);
  });

  it("wrong-currency", async () => {
    const world = await startWorld();
    await arm(world, "pay", "wrong-currency", 2);
    const session = await world.stripe.checkout.sessions.create(checkoutParams("p1"));
    const { paymentIntent } = await pay(world, session.url!);
    expect((await world.stripe.paymentIntents.retrieve(String(paymentIntent))).currency).toBe("hkd");
    await pay(world, payUrl(world, "p2"));
    expect(message(world.site.received.at(-1)!).trans_currency).toBe("USD");
  });

  it("refund-fails: refused by Alipay, taken back by Stripe", async () => {
    const world = await startWorld();
    await pay(world, payUrl(world, "p1"));
    await arm(world, "alipay.trade.refund", "refund-fails");
    const refund = { out_trade_no: "p1", refund_amount: "1.00", out_request_no: "rf_1" };
    expect(await exec(world, "alipay.trade.refund", refund)).toMatchObject({
      sub_code: "ACQ.SELLER_BALANCE_NOT_ENOUGH",
    });
    const session = await world.stripe.checkout.sessions.create(checkoutParams("p2"));
    const { paymentIntent } = await pay(world, session.url!);
    await arm(world, "refund", "refund-fails");
    const created = await world.stripe.refunds.create({ payment_intent: String(paymentIntent) });
    expect(created.status).toBe("succeeded");
    await until(() => world.site.received.some((item) => item.body.includes('"refund.failed"')));
    expect((await world.stripe.refunds.retrieve(created.id)).status).toBe("failed");
    expect(
      (await world.stripe.charges.list({ payment_intent: String(paymentIntent) })).data[0]?.amount_refunded,
    ).toBe(0);
  });

  it("payout-fails: paid first, failed afterwards, the money goes out with the next one", async () => {
    const world = await startWorld();
    await pay(world, (await world.stripe.checkout.sessions.create(checkoutParams("p1"))).url!);
    await arm(world, "payout", "payout-fails");
    await control(world.sandbox, "settle", {});
    await until(() => world.site.received.some((item) => item.body.includes('"payout.failed"')));
    const [failed] = (await world.stripe.payouts.list()).data;
    expect(failed?.status).toBe("failed");
    await control(world.sandbox, "settle", {});
    const payouts = (await world.stripe.payouts.list({ status: "paid" })).data;
    expect(payouts.map((payout) => payout.amount)).toEqual([failed?.amount]);
  });
});

it("refuses an unknown fault and forgets armed ones", async () => {
  const world = await startWorld();
  await expect(arm(world, "*", "earthquake")).rejects.toThrow("kind is none of");
  await arm(world, "*", "500");
  await fetch(`${world.sandbox.url}/control/fault`, { method: "DELETE" });
  expect(await exec(world, "alipay.trade.query", { out_trade_no: "p1" })).toMatchObject({ code: "40004" });
});
