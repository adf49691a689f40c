import { describe, expect, it, onTestFinished } from "vitest";
import { providerFor } from "#app/features/payments/providers/index.server.ts";
import type { PaymentProvider } from "#app/features/payments/providers/provider.ts";
import { operationOf, parseForm, stripeCheck } from "#tests/setup/stripe-schema/check.ts";
import { generateStripeSchema, installedVersion } from "#tests/setup/stripe-schema/generate.ts";
import { EVENTS } from "#tests/setup/stripe-schema/operations.ts";
import { type Exchange, startRecordingProxy } from "#tests/setup/stripe-schema/recording-proxy.ts";
import { readSchemaFile, schemaText } from "#tests/setup/stripe-schema/schema-file.ts";
import { checkoutParams, control, startWorld, stripeClient, until, type World } from "./support.ts";

const DAY_MS = 86_400_000;
const check = stripeCheck();
let world: World;
let proxy: Awaited<ReturnType<typeof startRecordingProxy>>;
let provider: PaymentProvider;
let stripe: ReturnType<typeof stripeClient>;

/** A sandbox, a proxy that listens, and the site's own adapter in front of it; all gone after the test. */
async function start(): Promise<void> {
  world = await startWorld();
  const { accountId, secretKey, webhookSecret, host, port } = world.merchant.stripe;
  proxy = await startRecordingProxy({ host, port });
  onTestFinished(() => proxy.close());
  const address = { host: "127.0.0.1", port: proxy.port, protocol: "http" };
  provider = providerFor("stripe", { secretKey, webhookSecrets: [webhookSecret], accountId, ...address });
  stripe = stripeClient({ ...world.merchant, stripe: { ...world.merchant.stripe, port: proxy.port } });
}

/** What is wrong in what was said since the last look. */
function complaints(exchanges: readonly Exchange[] = proxy.exchanges): string[] {
  return exchanges.flatMap(({ method, path, form, status, body }) => {
    const operation = operationOf(method, path);
    if (operation === null) return [`${method} ${path} is not described`];
    const sent = check.parameters(operation, form);
    return status === 200 ? [...sent, ...check.answer(operation, JSON.parse(body))] : sent;
  });
}

let number = 0;
const order = (amountFen: bigint) => ({
  paymentId: `p_conformance_${++number}`,
  amountFen,
  currency: "CNY",
  subject: "希望小学 捐赠",
  returnUrl: "http://127.0.0.1:1/thanks",
  cancelUrl: "http://127.0.0.1:1/cancel",
  notifyUrl: "http://127.0.0.1:1/none",
  expiresAt: new Date(Date.now() + 60 * 60_000),
  device: "desktop" as const,
  now: new Date(),
});

async function open(amountFen = 10_050n) {
  const wanted = order(amountFen);
  const made = await provider.createOrder(wanted);
  if (!made.ok) throw new Error(made.reason);
  return { ...wanted, payUrl: made.payUrl ?? "", providerOrderId: made.providerOrderId };
}
const told = (type: string) =>
  world.site.received
    .map(({ body }) => body)
    .filter((body) => body.startsWith("{"))
    .map((body) => JSON.parse(body) as { type: string; data: { object: unknown } })
    .filter((event) => event.type === type);

describe("the kept schema", () => {
  it("is that of the installed SDK", { timeout: 60_000 }, () => {
    expect(readSchemaFile().sdkVersion).toBe(installedVersion());
    // Run `node --import tsx tests/setup/stripe-schema/write.ts` after a change of its version.
    expect(schemaText(generateStripeSchema()) === schemaText(readSchemaFile())).toBe(true);
  });

  it.each([
    ["a parameter that was taken away", "mode=payment&success_url=x&payment_method_types[0]=card"],
    ["a parameter that never was", "mode=payment&success_url=x&client_referenceid=1"],
    ["an object in place of a text", "client_reference_id[a]=b&mode=payment"],
    ["a number that is none", "line_items[0][quantity]=two&mode=payment"],
    ["a nested name that is wrong", "payment_intent_data[meta][payment_id]=p1&mode=payment"],
  ])("finds %s", (_what, form) => {
    expect(check.parameters("POST /v1/checkout/sessions", form)).not.toEqual([]);
  });

  it("finds a field that an answer lacks, has too much, or has in another kind", async () => {
    await start();
    const { providerOrderId } = await open();
    const body = proxy.exchanges[0]?.body ?? "";
    const operation = "POST /v1/checkout/sessions";
    expect(providerOrderId).toMatch(/^cs_/);
    expect(check.answer(operation, JSON.parse(body))).toEqual([]);
    const { payment_status: _, ...lacking } = JSON.parse(body);
    expect(check.answer(operation, lacking).join()).toContain("payment_status");
    expect(check.answer(operation, { ...JSON.parse(body), paid: true }).join()).toContain("paid");
    expect(check.answer(operation, { ...JSON.parse(body), amount_total: "10050" }).join()).toContain(
      "number",
    );
  });

  it("reads forms as Stripe does", () => {
    expect(parseForm("a[b][0]=x&a[b][1]=y&c[d]=&e=1")).toEqual({
      a: { b: ["x", "y"] },
      c: { d: "" },
      e: "1",
    });
  });
});

describe("what we send and what the sandbox answers", { timeout: 60_000 }, () => {
  it("is as declared while a gift is opened, asked about, paid, refunded and its refund asked about", async () => {
    await start();
    const gift = await open();
    const reference = { paymentId: gift.paymentId, providerOrderId: gift.providerOrderId, now: new Date() };
    expect(await provider.queryOrder(reference)).toMatchObject({ state: "pending" });
    await control(world.sandbox, "pay", { payUrl: gift.payUrl, outcome: "failed" });
    await control(world.sandbox, "pay", { payUrl: gift.payUrl, outcome: "paid" });
    const paid = await provider.queryOrder(reference);
    if (!paid.ok || !paid.facts[0]) throw new Error("not paid");
    const paymentObjectId = paid.facts[0].objectId;
    const refund = {
      ...reference,
      paymentObjectId,
      refundId: "r1",
      amountFen: 50n,
      currency: "CNY",
      reason: "x",
    };
    const refunded = await provider.refund(refund);
    if (!refunded.ok) throw new Error(refunded.reason);
    await provider.queryRefund({ ...refund, providerRefundId: null });
    await provider.queryRefund({ ...refund, providerRefundId: refunded.providerRefundId });
    await provider.closeOrder(reference);
    expect(complaints()).toEqual([]);
    const operations = new Set(proxy.exchanges.map(({ method, path }) => operationOf(method, path)));
    expect(operations.size).toBeGreaterThanOrEqual(6);
  });

  it("is as declared for an order that is closed, one that is unknown and a refused refund", async () => {
    await start();
    const gift = await open();
    await provider.closeOrder({
      paymentId: gift.paymentId,
      providerOrderId: gift.providerOrderId,
      now: new Date(),
    });
    const unknown = { paymentId: "p_none", providerOrderId: "cs_test_none", now: new Date() };
    await provider.queryOrder(unknown);
    await provider.refund({
      ...unknown,
      paymentObjectId: "pi_none",
      refundId: "r2",
      amountFen: 1n,
      currency: "CNY",
      reason: "x",
    });
    expect(complaints()).toEqual([]);
  });

  it("is as declared for the books of a day, payouts, undelivered messages and the account", async () => {
    await start();
    const gift = await open();
    await control(world.sandbox, "pay", { payUrl: gift.payUrl, outcome: "paid", deliver: "lost" });
    await control(world.sandbox, "settle", {});
    const day = new Date().toISOString().slice(0, 10);
    const bill = await provider.fetchBill({ source: "stripe", day, now: new Date() });
    expect(bill.ok).toBe(true);
    for await (const fact of provider.listUndelivered(new Date(Date.now() - DAY_MS)))
      expect(fact.provider).toBe("stripe");
    await stripe.payouts.list({ limit: 3 });
    await stripe.charges.list({ limit: 3, expand: ["data.balance_transaction"] });
    await stripe.disputes.list({ limit: 3 });
    await stripe.accounts.retrieveCurrent();
    expect(complaints()).toEqual([]);
    const operations = new Set(proxy.exchanges.map(({ method, path }) => operationOf(method, path)));
    expect([...operations]).toContain("GET /v1/balance_transactions");
    expect([...operations]).toContain("GET /v1/events");
  });

  it("is as declared for monthly giving: signed, asked about, renewed, moved and ended", async () => {
    await start();
    const session = await stripe.checkout.sessions.create({
      ...monthly(),
      metadata: { reference: "m1" },
    });
    await control(world.sandbox, "pay", { payUrl: session.url, outcome: "paid" });
    const signed = await stripe.checkout.sessions.retrieve(session.id);
    const subscription = String(signed.subscription);
    await stripe.subscriptions.retrieve(subscription);
    await control(world.sandbox, "renew", { subscription });
    const { data } = await stripe.invoicePayments.list({ status: "paid", limit: 10 });
    await stripe.invoices.retrieve(String(data[0]?.invoice));
    await stripe.subscriptions.update(subscription, { metadata: { k: "v" } });
    await stripe.subscriptions.cancel(subscription);
    expect(complaints()).toEqual([]);
  });
});

describe("every message that the sandbox sends", { timeout: 60_000 }, () => {
  it("carries an object as declared", async () => {
    await start();
    const gift = await open();
    await control(world.sandbox, "pay", { payUrl: gift.payUrl, outcome: "failed", card: "fp_1" });
    await control(world.sandbox, "pay", { payUrl: gift.payUrl, outcome: "paid", card: "fp_1" });
    await control(world.sandbox, "fraud-warning", { payUrl: gift.payUrl });
    await control(world.sandbox, "refund", { payUrl: gift.payUrl, amountFen: 50 });
    await control(world.sandbox, "dispute", { payUrl: gift.payUrl, status: "opened" });
    await control(world.sandbox, "dispute", { payUrl: gift.payUrl, status: "won" });
    // So that a payout is left after the dispute's fee.
    const large = await open(1_000_000n);
    await control(world.sandbox, "pay", { payUrl: large.payUrl, outcome: "paid" });
    const closed = await open();
    await control(world.sandbox, "pay", { payUrl: closed.payUrl, outcome: "closed" });
    await control(world.sandbox, "settle", {});
    const session = await stripe.checkout.sessions.create(monthly());
    await control(world.sandbox, "pay", { payUrl: session.url, outcome: "paid" });
    const { subscription } = await stripe.checkout.sessions.retrieve(session.id);
    await stripe.subscriptions.cancel(String(subscription));
    await until(() => told("customer.subscription.deleted").length > 0);
    const wrong = EVENTS.flatMap((type) => told(type).flatMap((event) => check.event(event)));
    expect(wrong).toEqual([]);
    for (const type of [
      "checkout.session.completed",
      "checkout.session.expired",
      "payment_intent.succeeded",
      "payment_intent.payment_failed",
      "charge.succeeded",
      "charge.failed",
      "charge.refunded",
      "refund.created",
      "charge.dispute.created",
      "charge.dispute.closed",
      "radar.early_fraud_warning.created",
      "payout.paid",
      "invoice.paid",
      "customer.subscription.deleted",
    ])
      expect(told(type).length, type).toBeGreaterThan(0);
  });
});

function monthly() {
  const { payment_intent_data: _, submit_type: __, ...once } = checkoutParams("p_monthly_1", 3_000);
  return {
    ...once,
    mode: "subscription" as const,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: "cny",
          unit_amount: 3_000,
          product_data: { name: "月捐" },
          recurring: { interval: "month" as const },
        },
      },
    ],
  };
}
