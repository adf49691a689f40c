import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { providerFor } from "#app/features/payments/providers/index.server.ts";
import type { OrderRequest, PaymentProvider } from "#app/features/payments/providers/provider.ts";
import { paidSession, stripeConfig } from "./provider-fixtures.ts";

// A Stripe that answers whatever a test wants; what is sent to it is kept word for word.
let reply: (response: ServerResponse) => void;
const asked: { call: string; key: string | undefined; version: string | undefined; body: string }[] = [];
let server: Server;
let provider: PaymentProvider;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const header = (name: string) => request.headers[name]?.toString();
      const call = `${request.method} ${decodeURIComponent(request.url ?? "")}`;
      asked.push({ call, key: header("idempotency-key"), version: header("stripe-version"), body });
      reply(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  provider = providerFor("stripe", stripeConfig({ port, timeoutMs: 300 }));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  asked.length = 0;
});

const json = (value: unknown, status = 200) => {
  return (response: ServerResponse) => {
    response.writeHead(status, { "content-type": "application/json", "stripe-should-retry": "false" });
    response.end(JSON.stringify(value));
  };
};
const failure = (status: number, type: string, code?: string, message = "x") =>
  json({ error: { type, code, message } }, status);

const ORDER: OrderRequest = {
  paymentId: "pabcdefgh000000000001",
  amountFen: 10050n,
  currency: "CNY",
  subject: "希望小学 捐赠",
  returnUrl: "https://example.org/d?sid={CHECKOUT_SESSION_ID}",
  cancelUrl: "https://example.org/p",
  notifyUrl: "https://example.org/webhooks/stripe/c1",
  expiresAt: new Date(1795316400_000),
  device: "desktop",
  now: new Date(1795312800_000),
};
const REFUND = {
  paymentId: ORDER.paymentId,
  paymentObjectId: "pi_1",
  refundId: "rf_1",
  amountFen: 5000n,
  currency: "CNY",
  reason: "x",
  now: ORDER.now,
};

test("a checkout session is asked for with exactly this, and nothing about the donor", async () => {
  reply = json({
    ...paidSession({ status: "open", payment_status: "unpaid" }),
    url: "https://checkout.stripe.com/c/1",
  });
  expect(await provider.createOrder(ORDER)).toEqual({
    ok: true,
    payUrl: "https://checkout.stripe.com/c/1",
    providerOrderId: "cs_test_1",
  });
  const [request] = asked;
  expect(request).toMatchObject({
    call: "POST /v1/checkout/sessions",
    key: "pabcdefgh000000000001:checkout",
    version: "2026-10-28.endive",
  });
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    mode: "payment",
    submit_type: "donate",
    client_reference_id: "pabcdefgh000000000001",
    "metadata[payment_id]": "pabcdefgh000000000001",
    "payment_intent_data[metadata][payment_id]": "pabcdefgh000000000001",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "cny",
    "line_items[0][price_data][unit_amount]": "10050",
    "line_items[0][price_data][product_data][name]": "希望小学 捐赠",
    "allowed_payment_method_types[0]": "card",
    success_url: "https://example.org/d?sid={CHECKOUT_SESSION_ID}",
    cancel_url: "https://example.org/p",
    expires_at: "1795316400",
  });
});

test.each<[Partial<OrderRequest>, string]>([
  [{ amountFen: 399n }, "amount-out-of-range"],
  [{ amountFen: 100_000_000n }, "amount-out-of-range"],
  [{ currency: "HKD" }, "currency-not-supported"],
  [{ paymentId: "p-1" }, "bad-payment-id"],
])("%o is refused without asking", async (change, reason) => {
  expect(await provider.createOrder({ ...ORDER, ...change })).toMatchObject({ ok: false, reason });
  expect(asked).toEqual([]);
});

describe("what an error means", () => {
  test.each<[string, (response: ServerResponse) => void, string]>([
    ["500", failure(500, "api_error"), "unknown"],
    ["429", failure(429, "rate_limit_error"), "unknown"],
    ["409 for a key in use", failure(409, "idempotency_error", "idempotency_key_in_use"), "unknown"],
    ["no JSON", (response) => response.end("<html>"), "unknown"],
    ["silence", () => undefined, "unknown"],
    ["reset", (response) => void response.socket?.destroy(), "unknown"],
    ["a bad parameter", failure(400, "invalid_request_error", "parameter_unknown"), "refused"],
    ["the key used for something else", failure(400, "idempotency_error"), "refused"],
    ["a wrong key", failure(401, "invalid_request_error"), "refused"],
    ["a missing right", failure(403, "invalid_request_error"), "refused"],
  ])("%s", async (_name, answer, reason) => {
    reply = answer;
    expect(await provider.createOrder(ORDER)).toMatchObject({ ok: false, reason });
    expect(new Set(asked.map((request) => request.key))).toEqual(new Set(["pabcdefgh000000000001:checkout"]));
  });

  test.each([
    ["charge_already_refunded", "x", "exceeds-payment"],
    [undefined, "Refund amount (¥9) is greater than unrefunded amount on charge (¥5)", "exceeds-payment"],
    ["balance_insufficient", "x", "insufficient-balance"],
    ["charge_disputed", "x", "not-refundable"],
    ["resource_missing", "x", "not-refundable"],
    ["other", "x", "refused"],
  ])("of a refund: %s", async (code, message, reason) => {
    reply = failure(400, "invalid_request_error", code, message);
    expect(await provider.refund(REFUND)).toMatchObject({ ok: false, reason });
  });
});

describe("asking about an order", () => {
  const at = { paymentId: ORDER.paymentId, providerOrderId: "cs_test_1", now: ORDER.now };
  const charge = { object: "charge", created: 1795312900, amount_refunded: 0, refunded: false };
  const intent = (change: object) => ({
    id: "pi_1",
    object: "payment_intent",
    latest_charge: { ...charge, ...change },
  });

  test.each<[string, Record<string, unknown>, unknown]>([
    [
      "open",
      paidSession({ status: "open", payment_status: "unpaid", payment_intent: null }),
      { state: "pending", facts: [] },
    ],
    ["complete, money under way", paidSession({ payment_status: "unpaid" }), { state: "pending", facts: [] }],
    [
      "paid",
      paidSession({ payment_intent: intent({}) }),
      {
        state: "paid",
        facts: [{ type: "paid", objectId: "pi_1", amountFen: 10050n, occurredAt: new Date(1795312900_000) }],
      },
    ],
    [
      "refunded in part",
      paidSession({ payment_intent: intent({ amount_refunded: 50 }) }),
      { state: "paid", facts: [{ cumulativeRefundedFen: 50n }] },
    ],
    [
      "refunded in full",
      paidSession({ payment_intent: intent({ amount_refunded: 10050, refunded: true }) }),
      { state: "refunded", facts: [{ type: "paid", cumulativeRefundedFen: 10050n }] },
    ],
    [
      "expired",
      paidSession({
        status: "expired",
        payment_status: "unpaid",
        payment_intent: null,
        expires_at: 1795316400,
      }),
      { state: "closed", facts: [{ type: "closed", objectId: "cs_test_1" }] },
    ],
  ])("%s", async (_name, session, expected) => {
    reply = json(session);
    expect(await provider.queryOrder(at)).toMatchObject({ ok: true, ...(expected as object) });
    expect(asked[0]?.call).toBe("GET /v1/checkout/sessions/cs_test_1?expand[0]=payment_intent.latest_charge");
  });

  test("another order, an unknown one, one whose opening was never answered", async () => {
    reply = json(paidSession({ client_reference_id: "pother" }));
    expect(await provider.queryOrder(at)).toMatchObject({ ok: false, reason: "refused" });
    reply = failure(404, "invalid_request_error", "resource_missing");
    expect(await provider.queryOrder(at)).toMatchObject({ ok: true, state: "not-found" });
    expect(await provider.queryOrder({ ...at, providerOrderId: null })).toMatchObject({ state: "not-found" });
  });
});
