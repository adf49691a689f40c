import { describe, expect, test } from "vitest";
import { providerFor } from "#app/features/payments/providers/index.server.ts";
import {
  ACCOUNT_ID,
  paidSession,
  stripeConfig,
  stripeEvent,
  stripeHeader,
  WEBHOOK_SECRET,
} from "./provider-fixtures.ts";

const SECONDS = 1795312800;
const NOW = new Date(SECONDS * 1000);
const provider = providerFor("stripe", stripeConfig());
const BODY = stripeEvent("checkout.session.completed", paidSession());

function outcome(body: string, header: string | undefined, now = NOW): string {
  const result = provider.verifyNotification(body, { "stripe-signature": header }, now);
  return result.ok ? "ok" : result.reason;
}

function fact(type: string, object: Record<string, unknown>) {
  const body = stripeEvent(type, object);
  const result = provider.verifyNotification(body, { "stripe-signature": stripeHeader(body, SECONDS) }, NOW);
  return result.ok ? result.events[0] : result.reason;
}

describe("signature and clock", () => {
  const good = stripeHeader(BODY, SECONDS);
  test("the fixed vector", () => {
    expect(stripeHeader('{"id":"evt_vec","object":"event"}', 1795190400)).toBe(
      "t=1795190400,v1=59e2f96e942ee8af0697866d3028da8ff51d1287aa9b1ba031335c9bbe1cd5cc",
    );
  });

  test.each<[string, string, string | undefined, string]>([
    ["as sent", BODY, good, "ok"],
    ["two signatures, one of them ours", BODY, `${good},v1=${"0".repeat(64)}`, "ok"],
    ["written anew", JSON.stringify(JSON.parse(BODY), null, 1), good, "bad-signature"],
    ["amount changed", BODY.replace("10050", "910050"), good, "bad-signature"],
    ["another secret", BODY, stripeHeader(BODY, SECONDS, "whsec_other"), "bad-signature"],
    ["secret with a line feed", BODY, stripeHeader(BODY, SECONDS, `${WEBHOOK_SECRET}\n`), "bad-signature"],
    ["only an old scheme", BODY, stripeHeader(BODY, SECONDS, WEBHOOK_SECRET, "v0"), "bad-signature"],
    ["no header", BODY, undefined, "bad-signature"],
    ["an empty header", BODY, "", "bad-signature"],
    ["another time than signed", BODY, good.replace(String(SECONDS), String(SECONDS - 1)), "bad-signature"],
    ["an empty body", "", good, "bad-signature"],
    ["signed, but no JSON", "x", stripeHeader("x", SECONDS), "bad-signature"],
    ["signed, but no event", "{}", stripeHeader("{}", SECONDS), "malformed"],
    ["signed, but null", "null", stripeHeader("null", SECONDS), "bad-signature"],
  ])("%s", (_name, body, header, expected) => {
    expect(outcome(body, header)).toBe(expected);
  });

  test.each([
    [299, "ok"],
    [300, "ok"],
    [301, "stale"],
    [-300, "ok"],
    [-301, "stale"],
    [-86_400, "stale"],
    [2 * 86_400, "stale"],
  ])("received %i s after signing: %s", (age, expected) => {
    expect(outcome(BODY, good, new Date((SECONDS + age) * 1000))).toBe(expected);
  });

  test("either of two secrets while one is replaced", () => {
    const both = providerFor(
      "stripe",
      stripeConfig({ webhookSecrets: ["whsec_newer_secret", WEBHOOK_SECRET] }),
    );
    for (const secret of ["whsec_newer_secret", WEBHOOK_SECRET]) {
      const headers = { "stripe-signature": stripeHeader(BODY, SECONDS, secret) };
      expect(both.verifyNotification(Buffer.from(BODY), headers, NOW)).toMatchObject({ ok: true });
    }
  });

  test("another account, live for test", () => {
    const foreign = stripeEvent("checkout.session.completed", paidSession(), { account: "acct_other" });
    expect(outcome(foreign, stripeHeader(foreign, SECONDS))).toBe("wrong-app");
    const live = stripeEvent("checkout.session.completed", paidSession(), { livemode: true });
    expect(outcome(live, stripeHeader(live, SECONDS))).toBe("wrong-app");
    const own = stripeEvent("checkout.session.completed", paidSession(), { account: ACCOUNT_ID });
    expect(outcome(own, stripeHeader(own, SECONDS))).toBe("ok");
  });
});

describe("facts", () => {
  test("a paid session", () => {
    expect(fact("checkout.session.completed", paidSession())).toEqual({
      provider: "stripe",
      eventKey: "evt_1",
      type: "paid",
      providerType: "checkout.session.completed",
      paymentId: "pabcdefgh000000000001",
      objectId: "pi_1",
      paymentObjectId: "pi_1",
      providerAccount: ACCOUNT_ID,
      amountFen: 10050n,
      currency: "CNY",
      occurredAt: NOW,
      sellerMatches: true,
      payerReference: null,
      payloadSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test("sessions that are not paid, and what becomes of them", () => {
    expect(fact("checkout.session.completed", paidSession({ payment_status: "unpaid" }))).toBe("ignored");
    expect(fact("checkout.session.async_payment_succeeded", paidSession())).toMatchObject({ type: "paid" });
    expect(fact("checkout.session.async_payment_failed", paidSession())).toMatchObject({ type: "failed" });
    const expired = paidSession({ status: "expired", payment_status: "unpaid", payment_intent: null });
    expect(fact("checkout.session.expired", expired)).toMatchObject({
      type: "closed",
      objectId: "cs_test_1",
    });
    expect(fact("checkout.session.completed", paidSession({ mode: "subscription" }))).toBe("ignored");
    expect(fact("checkout.session.completed", paidSession({ amount_total: 100.5 }))).toBe("malformed");
    expect(fact("customer.created", {})).toBe("ignored");
  });

  test("the intent tells the same payment under the same name", () => {
    const intent = {
      id: "pi_1",
      amount: 10050,
      amount_received: 10050,
      currency: "cny",
      metadata: { payment_id: "p1" },
    };
    expect(fact("payment_intent.succeeded", intent)).toMatchObject({
      type: "paid",
      objectId: "pi_1",
      paymentId: "p1",
    });
    expect(fact("payment_intent.payment_failed", { ...intent, amount_received: 0 })).toMatchObject({
      type: "failed",
      amountFen: 10050n,
    });
  });

  test.each([
    ["succeeded", "refunded"],
    ["pending", "other"],
    ["failed", "refund-failed"],
    ["canceled", "refund-failed"],
  ])("a refund that is %s", (status, type) => {
    const refund = {
      id: "re_1",
      amount: 5000,
      currency: "cny",
      status,
      payment_intent: "pi_1",
      metadata: { payment_id: "p1", refund_id: "rf_1" },
    };
    expect(fact("refund.updated", refund)).toMatchObject({
      type,
      objectId: "re_1",
      paymentObjectId: "pi_1",
      refundId: "rf_1",
      paymentId: "p1",
      amountFen: 5000n,
    });
  });

  test.each([
    ["needs_response", "dispute-opened"],
    ["won", "dispute-won"],
    ["lost", "dispute-lost"],
    ["warning_needs_response", "other"],
  ])("a dispute that is %s", (status, type) => {
    const dispute = {
      id: "dp_1",
      amount: 10050,
      currency: "cny",
      status,
      payment_intent: "pi_1",
      metadata: {},
    };
    expect(fact("charge.dispute.created", dispute)).toMatchObject({
      type,
      objectId: "dp_1",
      paymentObjectId: "pi_1",
    });
  });

  test("a self-test and a name per account", () => {
    expect(provider.selfTest()).toEqual({ ok: true });
    expect(provider).toMatchObject({ mode: "test", isLoopback: true, providerAccount: ACCOUNT_ID });
    expect(() => providerFor("stripe", stripeConfig({ webhookSecrets: [" "] }))).toThrow();
  });
});
