import { createVerify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { providerFor } from "#app/features/payments/providers/index.server.ts";
import { cleanSubject } from "#app/features/payments/providers/order-subject.ts";
import type { OrderRequest } from "#app/features/payments/providers/provider.ts";
import { alipayConfig, appKeys, pem } from "./provider-fixtures.ts";

const ORDER: OrderRequest = {
  paymentId: "pabcdefgh000000000001",
  amountFen: 10050n,
  currency: "CNY",
  subject: "希望小学/捐赠=1&2 🎁,x",
  returnUrl: "http://127.0.0.1:3000/donations/1",
  cancelUrl: "http://127.0.0.1:3000/projects/x",
  notifyUrl: "http://127.0.0.1:3000/webhooks/alipay/c1",
  expiresAt: new Date("2026-11-22T02:31:00Z"),
  device: "desktop",
  now: new Date("2026-11-22T02:01:00Z"),
};

async function pay(change: Partial<OrderRequest> = {}) {
  return providerFor("alipay", alipayConfig()).createOrder({ ...ORDER, ...change });
}

describe("payment page address", () => {
  test("carries what the gateway checks, signed, in Beijing time", async () => {
    const result = await pay();
    if (!result.ok) throw new Error(result.detail);
    const params = Object.fromEntries(new URL(result.payUrl).searchParams);
    expect(params).toMatchObject({
      method: "alipay.trade.page.pay",
      sign_type: "RSA2",
      timestamp: "2026-11-22 10:01:00",
      notify_url: ORDER.notifyUrl,
      return_url: ORDER.returnUrl,
    });
    expect(JSON.parse(params.biz_content ?? "")).toEqual({
      out_trade_no: ORDER.paymentId,
      product_code: "FAST_INSTANT_TRADE_PAY",
      total_amount: "100.50",
      subject: "希望小学 捐赠 1 2 ，x",
      time_expire: "2026-11-22 10:31:00",
    });
    const text = Object.keys(params)
      .filter((name) => name !== "sign")
      .sort()
      .map((name) => `${name}=${params[name]}`)
      .join("&");
    const verifier = createVerify("RSA-SHA256").update(text);
    expect(verifier.verify(appKeys.publicKey, params.sign ?? "", "base64")).toBe(true);
  });

  test("on a phone, and without addresses to return to", async () => {
    const result = await pay({ device: "mobile", notifyUrl: "", returnUrl: "" });
    if (!result.ok) throw new Error(result.detail);
    const { searchParams } = new URL(result.payUrl);
    expect(searchParams.get("method")).toBe("alipay.trade.wap.pay");
    expect(JSON.parse(searchParams.get("biz_content") ?? "")).toMatchObject({
      product_code: "QUICK_WAP_WAY",
      quit_url: ORDER.cancelUrl,
    });
    expect(searchParams.has("notify_url")).toBe(false);
    expect(searchParams.has("return_url")).toBe(false);
  });

  test.each<[Partial<OrderRequest>, string]>([
    [{ amountFen: 0n }, "amount-out-of-range"],
    [{ amountFen: 10_000_000_001n }, "amount-out-of-range"],
    [{ currency: "HKD" }, "currency-not-supported"],
    [{ paymentId: "p-1" }, "bad-payment-id"],
  ])("%o is refused", async (change, reason) => {
    expect(await pay(change)).toMatchObject({ ok: false, reason });
  });
});

test.each([
  ["希望小学 捐赠", "希望小学 捐赠"],
  ["👨‍👩‍👧‍👦 🇨🇳 家", "家"],
  ["a/b=c&d%e\"f'g", "a b c d e f g"],
  ["𠮷祥,如意", "𠮷祥，如意"],
  ["🎁🎁", "捐赠"],
  ["长".repeat(300), "长".repeat(100)],
])("subject %s", (subject, cleaned) => {
  expect(cleanSubject(subject)).toBe(cleaned);
});

describe("keys", () => {
  const { privateKey } = appKeys;
  const bare = (text: string) => text.replace(/-----[^-]+-----|\s/g, "");
  const pkcs1 = privateKey.export({ type: "pkcs1", format: "pem" }).toString();

  test.each([
    ["PKCS#8 PEM", pem(privateKey)],
    ["PKCS#8 bare", bare(pem(privateKey))],
    ["PKCS#1 PEM", pkcs1],
    ["PKCS#1 bare", bare(pkcs1)],
  ])("%s signs, whatever the key type says", async (_name, appPrivateKey) => {
    for (const keyType of ["PKCS1", "PKCS8", undefined] as const) {
      const provider = providerFor("alipay", alipayConfig({ appPrivateKey, keyType }));
      expect(provider.selfTest()).toEqual({ ok: true });
      expect((await provider.createOrder(ORDER)).ok).toBe(true);
    }
  });

  test("what is wrong with them is said at once", async () => {
    const own = providerFor("alipay", alipayConfig({ alipayPublicKey: pem(appKeys.publicKey) }));
    expect(own.selfTest()).toMatchObject({ ok: false, reason: "own-public-key" });
    const broken = providerFor("alipay", alipayConfig({ appPrivateKey: "A".repeat(400) }));
    expect(broken.selfTest()).toMatchObject({ ok: false, reason: "bad-private-key" });
    expect(await broken.createOrder(ORDER)).toMatchObject({ ok: false, reason: "refused" });
    const strange = providerFor("alipay", alipayConfig({ alipayPublicKey: "B".repeat(400) }));
    expect(strange.selfTest()).toMatchObject({ ok: false, reason: "bad-public-key" });
    expect(strange.verifyNotification("a=1", {}, ORDER.now)).toMatchObject({ ok: false });
    expect(() => providerFor("alipay", { ...alipayConfig(), alipayPublicKey: "" })).toThrow();
  });

  test("one client per credential", () => {
    expect(providerFor("alipay", alipayConfig())).toBe(providerFor("alipay", alipayConfig()));
    expect(providerFor("alipay", alipayConfig({ appId: "2021003100000003" }))).not.toBe(
      providerFor("alipay", alipayConfig()),
    );
    expect(providerFor("alipay", alipayConfig())).toMatchObject({ isLoopback: true, mode: "test" });
    const live = alipayConfig({ gateway: "https://openapi.alipay.com/gateway.do" });
    expect(providerFor("alipay", live)).toMatchObject({ isLoopback: false, mode: "live" });
  });
});
