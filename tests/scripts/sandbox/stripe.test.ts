import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { checkoutParams, control, pay, startWorld, until, type World } from "./support.ts";

/** The events that the site received, each checked with the endpoint's secret. */
function events(world: World): Stripe.Event[] {
  return world.site.received.map((item) =>
    world.stripe.webhooks.constructEvent(
      item.body,
      String(item.headers["stripe-signature"]),
      world.merchant.stripe.webhookSecret,
    ),
  );
}

async function raw(world: World, path: string, body: string, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${world.merchant.stripe.secretKey}`;
  const type = "application/x-www-form-urlencoded";
  const response = await fetch(`${world.sandbox.url}${path}`, {
    method: "POST",
    body,
    headers: { authorization, "content-type": type, "stripe-version": "2026-10-28.endive", ...headers },
  });
  const answer = (await response.json()) as {
    error?: { type: string; code?: string; param?: string };
  } & Record<string, unknown>;
  return { status: response.status, headers: response.headers, answer };
}

describe("a Checkout payment", () => {
  it("goes from session to charge, redirect and signed events", async () => {
    const world = await startWorld();
    const session = await world.stripe.checkout.sessions.create(checkoutParams("p1"));
    expect(session).toMatchObject({
      status: "open",
      payment_status: "unpaid",
      payment_intent: null,
      amount_total: 10050,
      currency: "cny",
    });
    const page = await (await fetch(session.url!)).text();
    for (const part of ["云岭助学会", "¥100.50", "确认支付", "支付失败", "取消"])
      expect(page).toContain(part);
    const press = (outcome: string) =>
      fetch(session.url!, { method: "POST", body: new URLSearchParams({ outcome }), redirect: "manual" });
    expect((await press("cancel")).headers.get("location")).toBe("http://127.0.0.1:1/cancel");
    await press("failed");
    expect(await (await fetch(session.url!)).text()).toContain("被拒绝");
    expect((await press("paid")).headers.get("location")).toBe(`http://127.0.0.1:1/thanks?sid=${session.id}`);
    expect(await (await fetch(session.url!)).text()).toContain("已经支付");
    await until(() => world.site.received.length === 3);
    const told = events(world);
    expect(told.map((event) => event.type)).toEqual([
      "payment_intent.payment_failed",
      "payment_intent.succeeded",
      "checkout.session.completed",
    ]);
    expect(told[2]).toMatchObject({
      livemode: false,
      api_version: "2026-10-28.endive",
      data: { object: { client_reference_id: "p1", payment_status: "paid" } },
    });
    const paid = await world.stripe.checkout.sessions.retrieve(session.id, {
      expand: ["payment_intent.latest_charge.balance_transaction"],
    });
    const intent = paid.payment_intent as Stripe.PaymentIntent;
    expect(intent).toMatchObject({
      status: "succeeded",
      amount_received: 10050,
      metadata: { payment_id: "p1" },
    });
    expect(intent.latest_charge).toMatchObject({ object: "charge", paid: true, balance_transaction: null });
  });

  it("expires when asked to or by time, and only while it is open", async () => {
    let now = new Date();
    const world = await startWorld({ now: () => now });
    const one = await world.stripe.checkout.sessions.create(checkoutParams("p1"));
    expect((await world.stripe.checkout.sessions.expire(one.id)).status).toBe("expired");
    await expect(world.stripe.checkout.sessions.expire(one.id)).rejects.toThrow("Only Checkout Sessions");
    await expect(pay(world, one.url!)).rejects.toThrow("过期");
    const two = await world.stripe.checkout.sessions.create(checkoutParams("p2"));
    now = new Date(now.getTime() + 25 * 3_600_000);
    expect((await world.stripe.checkout.sessions.retrieve(two.id)).status).toBe("expired");
    await until(() => world.site.received.length === 2);
    expect(world.site.received.map((item) => JSON.parse(item.body).type)).toEqual([
      "checkout.session.expired",
      "checkout.session.expired",
    ]);
  });
});

describe("the API refuses", () => {
  it.each([
    [
      "a parameter that is gone",
      { payment_method_types: ["card"] },
      "parameter_unknown",
      "payment_method_types",
    ],
    ["a parameter that never was", { colour: "teal" }, "parameter_unknown", "colour"],
    ["a nested one", { payment_intent_data: { hue: "1" } }, "parameter_unknown", "payment_intent_data[hue]"],
    ["no line items", { line_items: [] }, "parameter_missing", "line_items"],
    ["no success address", { success_url: undefined }, "parameter_missing", "success_url"],
    ["an address that is none", { cancel_url: "thanks" }, "url_invalid", "cancel_url"],
    ["a session that ends too soon", { expires_at: 1 }, undefined, "expires_at"],
  ])("%s", async (_name, wrong, code, param) => {
    const world = await startWorld();
    const params = { ...checkoutParams("p1"), ...wrong } as Stripe.Checkout.SessionCreateParams;
    const error = await world.stripe.checkout.sessions.create(params).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(error).toMatchObject({ statusCode: 400, code, param });
  });

  it("small amounts, unknown keys, other versions, unknown ids, unknown addresses", async () => {
    const world = await startWorld();
    await expect(world.stripe.checkout.sessions.create(checkoutParams("p1", 399))).rejects.toMatchObject({
      code: "amount_too_small",
    });
    expect((await raw(world, "/v1/refunds", "", { authorization: "Bearer sk_test_unknown" })).status).toBe(
      401,
    );
    expect((await raw(world, "/v1/refunds", "", { "stripe-version": "2024-06-20" })).status).toBe(400);
    expect((await raw(world, "/v1/nothing", "")).status).toBe(404);
    await expect(world.stripe.paymentIntents.retrieve("pi_none")).rejects.toMatchObject({
      statusCode: 404,
      code: "resource_missing",
    });
    const other = await control<typeof world.merchant>(world.sandbox, "merchants", { key: "o2" });
    const session = await world.stripe.checkout.sessions.create(checkoutParams("p1"));
    const stranger = { headers: { authorization: `Bearer ${other.stripe.secretKey}` } };
    expect((await fetch(`${world.sandbox.url}/v1/checkout/sessions/${session.id}`, stranger)).status).toBe(
      404,
    );
    await expect(
      world.stripe.charges.list({ expand: ["data.nothing"] }).then((list) => list.data),
    ).resolves.toEqual([]);
    await expect(
      world.stripe.checkout.sessions.retrieve(session.id, { expand: ["amount_total"] }),
    ).rejects.toThrow("cannot be expanded");
  });
});

describe("idempotency", () => {
  it("gives the first result again, refuses other parameters, and one at a time", async () => {
    const world = await startWorld();
    const key = { "idempotency-key": "p1:checkout:1" };
    const body = "amount=10050&currency=cny&metadata[payment_id]=p1";
    const [first, meanwhile] = await Promise.all([
      raw(world, "/v1/payment_intents", body, key),
      raw(world, "/v1/payment_intents", body, key),
    ]);
    const statuses = [first.status, meanwhile.status].sort();
    expect([
      [200, 200],
      [200, 409],
    ]).toContainEqual(statuses);
    const again = await raw(world, "/v1/payment_intents", body, key);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.answer.id).toBe(first.status === 200 ? first.answer.id : meanwhile.answer.id);
    expect(again.headers.get("request-id")).toMatch(/^req_/);
    const other = await raw(world, "/v1/payment_intents", "amount=10051&currency=cny", key);
    expect(other).toMatchObject({ status: 400, answer: { error: { type: "idempotency_error" } } });
    expect((await world.stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it("does not keep a refusal of the input, but keeps a 500", async () => {
    const world = await startWorld();
    const key = { "idempotency-key": "k1" };
    expect((await raw(world, "/v1/payment_intents", "amount=x&currency=cny", key)).status).toBe(400);
    expect((await raw(world, "/v1/payment_intents", "amount=1000&currency=cny", key)).status).toBe(200);
    await control(world.sandbox, "fault", { operation: "POST /v1/payment_intents", kind: "500" });
    const broken = { "idempotency-key": "k2" };
    expect((await raw(world, "/v1/payment_intents", "amount=1000&currency=cny", broken)).status).toBe(500);
    expect((await raw(world, "/v1/payment_intents", "amount=1000&currency=cny", broken)).status).toBe(500);
    expect((await world.stripe.paymentIntents.list()).data).toHaveLength(1);
  });
});

describe("after the payment", () => {
  it("refunds in parts, never above the charge", async () => {
    const world = await startWorld();
    const session = await world.stripe.checkout.sessions.create(checkoutParams("p1"));
    const { paymentIntent, charge } = await pay(world, session.url!);
    const intent = String(paymentIntent);
    const refund = await world.stripe.refunds.create({
      payment_intent: intent,
      amount: 5000,
      metadata: { refund_id: "rf_1" },
    });
    expect(refund).toMatchObject({ status: "succeeded", amount: 5000, metadata: { refund_id: "rf_1" } });
    await expect(world.stripe.refunds.create({ payment_intent: intent, amount: 5051 })).rejects.toMatchObject(
      { param: "amount" },
    );
    await world.stripe.refunds.create({ payment_intent: intent });
    await expect(world.stripe.refunds.create({ payment_intent: intent })).rejects.toMatchObject({
      code: "charge_already_refunded",
    });
    const whole = await world.stripe.charges.retrieve(String(charge), {
      expand: ["balance_transaction", "refunds"],
    });
    expect(whole).toMatchObject({ refunded: true, amount_refunded: 10050 });
    expect(whole.refunds?.data.map((item) => item.amount)).toEqual([5050, 5000]);
    expect((await world.stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(2);
    await until(() => world.site.received.length === 6);
    expect(
      events(world)
        .map((event) => event.type)
        .filter((type) => type === "charge.refunded"),
    ).toHaveLength(2);
  });

  it("is disputed, answered with evidence, and won", async () => {
    const world = await startWorld();
    const session = await world.stripe.checkout.sessions.create(checkoutParams("p1"));
    const { paymentIntent } = await pay(world, session.url!);
    const opened = await control(world.sandbox, "dispute", { paymentId: "p1", status: "opened" });
    const found = await world.stripe.disputes.list({ payment_intent: String(paymentIntent) });
    expect(found.data).toMatchObject([{ id: opened.disputeId, status: "needs_response", amount: 10050 }]);
    expect(found.data[0]?.balance_transactions).toMatchObject([
      { amount: -10050, fee: 10500, reporting_category: "dispute" },
    ]);
    const evidence = { evidence: { uncategorized_text: "已送达" }, submit: true };
    expect((await world.stripe.disputes.update(String(opened.disputeId), evidence)).status).toBe(
      "under_review",
    );
    await control(world.sandbox, "dispute", { paymentId: "p1", status: "won" });
    const won = await world.stripe.disputes.retrieve(String(opened.disputeId));
    expect(won.balance_transactions.map((row) => row.amount)).toEqual([-10050, 10050]);
    const types = events(world).map((event) => event.type);
    expect(types.slice(2)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.dispute.funds_reinstated",
      "charge.dispute.closed",
    ]);
  });

  it("cancels an intent, pages through lists newest first", async () => {
    const world = await startWorld();
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) {
      const intent = await world.stripe.paymentIntents.create({
        amount: 1000 + index,
        currency: "cny",
        automatic_payment_methods: { enabled: true },
      });
      ids.unshift(intent.id);
    }
    const seen: string[] = [];
    for await (const intent of world.stripe.paymentIntents.list({ limit: 2 })) seen.push(intent.id);
    expect(seen).toEqual(ids);
    const canceled = await world.stripe.paymentIntents.cancel(ids[0]!, { cancellation_reason: "abandoned" });
    expect(canceled).toMatchObject({ status: "canceled", cancellation_reason: "abandoned" });
    await expect(world.stripe.paymentIntents.cancel(ids[0]!)).rejects.toMatchObject({
      code: "payment_intent_unexpected_state",
    });
  });

  it("subscribes monthly, renews, and ends", async () => {
    const world = await startWorld();
    const session = await world.stripe.checkout.sessions.create({
      mode: "subscription",
      success_url: "http://127.0.0.1:1/thanks",
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: "cny",
            unit_amount: 3000,
            recurring: { interval: "month", interval_count: 1 },
            product_data: { name: "月捐" },
          },
        },
      ],
      subscription_data: { metadata: { plan_id: "rec_1" } },
    });
    await pay(world, session.url!);
    const done = await world.stripe.checkout.sessions.retrieve(session.id);
    const id = String(done.subscription);
    const renewed = await control(world.sandbox, "renew", { subscription: id });
    const payments = await world.stripe.invoicePayments.list({
      invoice: String(renewed.invoice),
      expand: ["data.payment.payment_intent"],
    });
    expect(payments.data[0]?.payment.payment_intent).toMatchObject({
      object: "payment_intent",
      amount: 3000,
    });
    const updated = await world.stripe.subscriptions.update(id, {
      cancel_at_period_end: true,
      metadata: { plan_id: "" },
    });
    expect(updated).toMatchObject({ cancel_at_period_end: true, metadata: {} });
    const ended = await world.stripe.subscriptions.cancel(id, {
      cancellation_details: { comment: "donor asked" },
    });
    expect(ended).toMatchObject({ status: "canceled", cancellation_details: { comment: "donor asked" } });
    await until(() =>
      world.site.received.some((item) => item.body.includes("customer.subscription.deleted")),
    );
    const invoices = events(world).filter((event) => event.type === "invoice.paid");
    expect(invoices).toHaveLength(2);
    expect(invoices[0]).toMatchObject({
      data: { object: { parent: { subscription_details: { subscription: id } } } },
    });
  });
});
