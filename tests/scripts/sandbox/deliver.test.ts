import { describe, expect, it } from "vitest";
import { stripeSignature } from "#scripts/sandbox/delivery.ts";
import {
  checkoutParams,
  control,
  exec,
  message,
  pay,
  payUrl,
  startWorld,
  until,
  type World,
} from "./support.ts";

async function checkoutUrl(world: World, paymentId: string): Promise<string> {
  const session = await world.stripe.checkout.sessions.create(checkoutParams(paymentId));
  return session.url ?? "";
}

/** Whether the real libraries accept each message that the site received. */
function verdicts(world: World): boolean[] {
  return world.site.received.map((item) => {
    if (item.path === "/alipay") return world.alipay.checkNotifySignV2(message(item));
    try {
      const signature = String(item.headers["stripe-signature"]);
      world.stripe.webhooks.constructEvent(item.body, signature, world.merchant.stripe.webhookSecret);
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.includes("ignature")) return false;
      if (error instanceof Error && error.message.includes("imestamp")) return false;
      throw error;
    }
  });
}

it("signs as Stripe does: the fixed vector", () => {
  const header = stripeSignature(
    "whsec_loopback_test_secret",
    1795190400,
    '{"id":"evt_vec","object":"event"}',
  );
  expect(header).toBe("t=1795190400,v1=59e2f96e942ee8af0697866d3028da8ff51d1287aa9b1ba031335c9bbe1cd5cc");
});

describe("deliver", () => {
  it("once and twice repeat the same message", async () => {
    const world = await startWorld();
    await pay(world, payUrl(world, "p1"), { deliver: "once" });
    await pay(world, payUrl(world, "p2"), { deliver: "twice" });
    const ids = world.site.received.map((item) => message(item).notify_id);
    expect(ids).toHaveLength(3);
    expect(ids[1]).toBe(ids[2]);
    await pay(world, await checkoutUrl(world, "p3"), { deliver: "twice" });
    const events = world.site.received.slice(3).map((item) => JSON.parse(item.body).id);
    expect(new Set(events).size).toBe(2);
    expect(events).toHaveLength(4);
    expect(verdicts(world).every(Boolean)).toBe(true);
  });

  it("lost tells nobody, but asking heals it", async () => {
    const world = await startWorld();
    await pay(world, payUrl(world, "p1"), { deliver: "lost" });
    await pay(world, await checkoutUrl(world, "p2"), { deliver: "lost" });
    expect(world.site.received).toHaveLength(0);
    expect(await exec(world, "alipay.trade.query", { out_trade_no: "p1" })).toMatchObject({
      trade_status: "TRADE_SUCCESS",
    });
    const events = await world.stripe.events.list({
      types: ["checkout.session.completed"],
      delivery_success: false,
    });
    expect(
      events.data.map((event) => (event.data.object as { client_reference_id?: string }).client_reference_id),
    ).toEqual(["p2"]);
  });

  it("delayed comes later", async () => {
    const world = await startWorld();
    await pay(world, payUrl(world, "p1"), { deliver: "delayed", delayMs: 20 });
    expect(world.site.received).toHaveLength(0);
    await until(() => world.site.received.length === 1);
    expect(verdicts(world)).toEqual([true]);
  });

  it("tampered fails every check, and the payment stands", async () => {
    const world = await startWorld();
    await pay(world, payUrl(world, "p1"), { deliver: "tampered" });
    const session = await world.stripe.checkout.sessions.create(checkoutParams("p2"));
    await pay(world, session.url ?? "", { deliver: "tampered" });
    expect(verdicts(world)).toEqual([false, false, false]);
    expect(await exec(world, "alipay.trade.query", { out_trade_no: "p1" })).toMatchObject({
      total_amount: "100.50",
    });
    expect((await world.stripe.checkout.sessions.retrieve(session.id)).amount_total).toBe(10050);
  });

  it("stale bears an old time", async () => {
    const world = await startWorld();
    await pay(world, await checkoutUrl(world, "p1"), { deliver: "stale" });
    expect(verdicts(world)).toEqual([false, false]);
    await pay(world, payUrl(world, "p2"), { deliver: "stale" });
    const told = message(world.site.received[2]!);
    expect(Date.now() - Date.parse(`${told.notify_time?.replace(" ", "T")}+08:00`)).toBeGreaterThan(
      86_400_000,
    );
  });

  it("wrong-amount is rightly signed, and the provider says the same when asked", async () => {
    const world = await startWorld();
    await pay(world, payUrl(world, "p1"), { deliver: "wrong-amount" });
    expect(message(world.site.received[0]!).total_amount).toBe("100.49");
    expect(await exec(world, "alipay.trade.query", { out_trade_no: "p1" })).toMatchObject({
      total_amount: "100.49",
    });
    const paid = await pay(world, await checkoutUrl(world, "p2"), {
      deliver: "wrong-amount",
      amountFen: 999,
    });
    const intent = await world.stripe.paymentIntents.retrieve(String(paid.paymentIntent));
    expect(intent.amount_received).toBe(999);
    expect(verdicts(world).every(Boolean)).toBe(true);
  });

  it("before-response arrives before the answer", async () => {
    const world = await startWorld();
    const paid = await pay(world, payUrl(world, "p1"), { deliver: "before-response" });
    expect(paid.deliveries).toMatchObject([{ status: 200 }]);
    expect(verdicts(world)).toEqual([true]);
  });

  it("again when the site did not answer rightly, with the same id", async () => {
    const world = await startWorld();
    world.site.answers.push({ status: 500, body: "fail" }, { status: 200, body: "ok" });
    await pay(world, payUrl(world, "p1"));
    await until(() => world.site.received.length === 3);
    expect(new Set(world.site.received.map((item) => message(item).notify_id)).size).toBe(1);
    world.site.answers.push({ status: 500, body: "" });
    await pay(world, await checkoutUrl(world, "p2"));
    await until(() => world.site.received.length === 6);
    const waiting = await world.stripe.events.list({ delivery_success: false });
    expect(waiting.data).toHaveLength(0);
  });
});

describe("faults of messages", () => {
  const arm = (world: World, kind: string, operation = "notify") =>
    control(world.sandbox, "fault", { operation, kind, times: 1 });

  it("wrong-secret, wrong-app, wrong-seller and future", async () => {
    const world = await startWorld();
    for (const [index, kind] of ["wrong-secret", "wrong-app", "wrong-seller", "future"].entries()) {
      await arm(world, kind);
      await pay(world, payUrl(world, `p${index}`));
    }
    const told = world.site.received.map(message);
    expect(verdicts(world)).toEqual([false, true, true, true]);
    expect(told[1]?.app_id).not.toBe(world.merchant.alipay.appId);
    expect(told[2]?.seller_id).not.toBe(world.merchant.alipay.sellerId);
    expect(Date.parse(`${told[3]?.notify_time?.replace(" ", "T")}+08:00`)).toBeGreaterThan(
      Date.now() + 80_000_000,
    );
  });

  it("the same on events", async () => {
    const world = await startWorld();
    for (const kind of ["wrong-secret", "wrong-app", "future"]) {
      await arm(world, kind, "checkout.session.completed");
      await pay(world, await checkoutUrl(world, kind.replace("-", "_")));
    }
    const completed = world.site.received.flatMap((item, index) =>
      item.body.includes('"checkout.session.completed"') ? [index] : [],
    );
    expect(completed.map((index) => verdicts(world)[index])).toEqual([false, true, true]);
    expect(JSON.parse(world.site.received[completed[1]!]!.body).account).toMatch(/^acct_/);
    const seconds = Number(
      /t=(\d+)/.exec(String(world.site.received[completed[2]!]!.headers["stripe-signature"]))?.[1],
    );
    expect(seconds).toBeGreaterThan(Date.now() / 1000 + 80_000);
  });

  it("reordered lets the next message overtake", async () => {
    const world = await startWorld();
    await arm(world, "reordered");
    await pay(world, await checkoutUrl(world, "p1"));
    expect(world.site.received.map((item) => JSON.parse(item.body).type)).toEqual([
      "checkout.session.completed",
      "payment_intent.succeeded",
    ]);
    expect(verdicts(world)).toEqual([true, true]);
  });
});
