import { inspect } from "node:util";
import { AlipaySdk } from "alipay-sdk";
import { describe, expect, test } from "vitest";
import { providerFor } from "#app/features/payments/providers/index.server.ts";
import {
  APP_ID,
  alipayConfig,
  alipayKeys,
  appKeys,
  formBody,
  paidMessage,
  pem,
  SELLER_ID,
  signMessage,
  strangerKeys,
} from "./provider-fixtures.ts";

const NOW = new Date("2026-11-22T02:01:00Z");
const provider = providerFor("alipay", alipayConfig());

function verify(message: Record<string, string>, now = NOW) {
  return provider.verifyNotification(formBody(message), {}, now);
}

function outcome(message: Record<string, string>, now = NOW): string {
  const result = verify(message, now);
  return result.ok ? "ok" : result.reason;
}

function fact(message: Record<string, string>) {
  const result = verify(signMessage(message));
  if (!result.ok) throw new Error(result.detail);
  expect(result.events).toHaveLength(1);
  return result.events[0];
}

describe("signature", () => {
  const good = signMessage(paidMessage());
  const without = (name: string) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));

  const cases: [string, Record<string, string>, string][] = [
    ["as sent", good, "ok"],
    ["passback with %3D", signMessage(paidMessage({ passback_params: "a%3Db" })), "ok"],
    ["a percent sign in the subject", signMessage(paidMessage({ subject: "捐 50% 给孩子" })), "ok"],
    ["sign_type signed too", signMessage(paidMessage(), { inclusive: true }), "ok"],
    ["amount changed", { ...good, total_amount: "9100.50" }, "bad-signature"],
    ["parameter added", { ...good, gmt_close: "2026-11-22 10:00:00" }, "bad-signature"],
    ["empty parameter removed", without("passback_params"), "bad-signature"],
    ["no signature", without("sign"), "bad-signature"],
    ["signature that is no base64", { ...good, sign: "???" }, "bad-signature"],
    [
      "signed by somebody else",
      signMessage(paidMessage(), { key: strangerKeys.privateKey }),
      "bad-signature",
    ],
    ["signed by ourselves", signMessage(paidMessage(), { key: appKeys.privateKey }), "bad-signature"],
    ["sign_type RSA", { ...good, sign_type: "RSA" }, "bad-signature"],
    ["no sign_type", without("sign_type"), "bad-signature"],
    ["sign_type EVIL", { ...good, sign_type: "EVIL" }, "bad-signature"],
    ["sign_type __proto__", { ...good, sign_type: "__proto__" }, "bad-signature"],
  ];

  test.each(cases)("%s", (_name, message, expected) => {
    expect(outcome(message)).toBe(expected);
  });

  test("agrees with the SDK on every case that the SDK can judge", () => {
    const sdk = new AlipaySdk({
      appId: APP_ID,
      privateKey: appKeys.privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
      alipayPublicKey: pem(alipayKeys.publicKey),
    });
    const judged = cases.filter(([, message]) => message.sign_type === "RSA2");
    expect(judged.length).toBeGreaterThan(8);
    for (const [, message, expected] of judged)
      expect(sdk.checkNotifySignV2(message)).toBe(expected === "ok");
  });

  test("fields given twice, bodies that are none or too large", () => {
    const body = formBody(good);
    expect(provider.verifyNotification(`${body}&total_amount=100.50`, {}, NOW)).toMatchObject({
      reason: "malformed",
    });
    expect(provider.verifyNotification("", {}, NOW)).toMatchObject({ ok: false, reason: "bad-signature" });
    expect(provider.verifyNotification("x".repeat(300_000), {}, NOW)).toMatchObject({ reason: "malformed" });
    expect(provider.verifyNotification(Buffer.from(body), {}, NOW)).toMatchObject({ ok: true });
    expect(provider.verifyNotification(Buffer.from([0xff, 0xfe, 0x3d]), {}, NOW)).toMatchObject({
      ok: false,
    });
  });
});

describe("what is believed after the signature", () => {
  test("another application is refused, another seller is told", () => {
    expect(outcome(signMessage(paidMessage({ app_id: "2021003100000002" })))).toBe("wrong-app");
    expect(fact(paidMessage({ seller_id: "2088000000000009" }))?.sellerMatches).toBe(false);
  });

  test("too old or from the future", () => {
    const good = signMessage(paidMessage());
    expect(outcome(good, new Date("2026-11-23T02:25:00Z"))).toBe("ok");
    expect(outcome(good, new Date("2026-11-24T02:01:00Z"))).toBe("stale");
    expect(outcome(good, new Date("2026-11-22T01:57:00Z"))).toBe("ok");
    expect(outcome(good, new Date("2026-11-22T01:50:00Z"))).toBe("stale");
  });

  test("messages that change nothing, and broken ones", () => {
    expect(outcome(signMessage(paidMessage({ trade_status: "WAIT_BUYER_PAY" })))).toBe("ignored");
    expect(outcome(signMessage(paidMessage({ notify_type: "open_app_auth_notify" })))).toBe("ignored");
    expect(outcome(signMessage(paidMessage({ total_amount: "100.505" })))).toBe("malformed");
    expect(outcome(signMessage(paidMessage({ trade_no: "" })))).toBe("malformed");
    expect(outcome(signMessage(paidMessage({ notify_time: "yesterday" })))).toBe("malformed");
  });

  test("paid", () => {
    const body = signMessage(paidMessage());
    expect(fact(paidMessage())).toEqual({
      provider: "alipay",
      eventKey: "2026112222001400000000000001|TRADE_SUCCESS||",
      type: "paid",
      providerType: "TRADE_SUCCESS",
      paymentId: "pabcdefgh000000000001",
      objectId: "2026112222001400000000000001",
      paymentObjectId: "2026112222001400000000000001",
      providerAccount: `${APP_ID}/${SELLER_ID}`,
      amountFen: 10050n,
      currency: "CNY",
      occurredAt: new Date("2026-11-22T02:00:30Z"),
      sellerMatches: true,
      payerReference: null,
      payloadSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(inspect(verify(body), { depth: null })).not.toContain("138****");
    expect(fact(paidMessage({ trade_status: "TRADE_FINISHED" }))).toMatchObject({ type: "paid" });
    expect(fact(paidMessage({ trans_currency: "HKD" }))).toMatchObject({ currency: "HKD" });
  });

  test("closed without payment, refunded in part, refunded in full", () => {
    const closed = { trade_status: "TRADE_CLOSED", gmt_close: "2026-11-22 10:00:00" };
    expect(fact(paidMessage(closed))).toMatchObject({
      type: "closed",
      occurredAt: new Date("2026-11-22T02:00:00Z"),
    });
    const back = { out_biz_no: "rf_1", gmt_refund: "2026-11-22 10:00:31.000" };
    expect(fact(paidMessage({ ...back, refund_fee: "50.00" }))).toMatchObject({
      eventKey: "2026112222001400000000000001|TRADE_SUCCESS|rf_1|50.00",
      type: "refunded",
      objectId: "rf_1",
      refundId: "rf_1",
      amountFen: 5000n,
      cumulativeRefundedFen: 5000n,
      occurredAt: new Date("2026-11-22T02:00:31Z"),
    });
    expect(fact(paidMessage({ ...closed, ...back, refund_fee: "100.50" }))).toMatchObject({
      type: "refunded",
      cumulativeRefundedFen: 10050n,
    });
  });
});
