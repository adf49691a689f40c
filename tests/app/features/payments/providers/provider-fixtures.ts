import { createHmac, createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { AlipayConfigInput, StripeConfigInput } from "#app/features/payments/providers/schema.ts";

function pair() {
  return generateKeyPairSync("rsa", { modulusLength: 2048 });
}

/** Keys of an application and of "Alipay", made once per test file. */
export const appKeys = pair();
export const alipayKeys = pair();
export const strangerKeys = pair();

export function pem(key: KeyObject): string {
  const type = key.type === "private" ? "pkcs8" : "spki";
  return key.export({ type: type as "spki", format: "pem" }).toString();
}

export const APP_ID = "2021003100000001";
export const SELLER_ID = "2088000000000001";

export function alipayConfig(change: Partial<AlipayConfigInput> = {}): AlipayConfigInput {
  return {
    gateway: "http://127.0.0.1:9/gateway.do",
    appId: APP_ID,
    sellerId: SELLER_ID,
    appPrivateKey: pem(appKeys.privateKey),
    alipayPublicKey: pem(alipayKeys.publicKey),
    ...change,
  };
}

/** A paid notification as Alipay sends it, before signing. */
export function paidMessage(change: Record<string, string> = {}): Record<string, string> {
  return {
    notify_time: "2026-11-22 10:00:31",
    notify_type: "trade_status_sync",
    notify_id: "2026112200222100031000000000000000000001",
    charset: "utf-8",
    version: "1.0",
    app_id: APP_ID,
    auth_app_id: APP_ID,
    trade_no: "2026112222001400000000000001",
    out_trade_no: "pabcdefgh000000000001",
    buyer_id: "2088100000000001",
    buyer_logon_id: "138****0000",
    seller_id: SELLER_ID,
    trade_status: "TRADE_SUCCESS",
    total_amount: "100.50",
    receipt_amount: "100.50",
    passback_params: "",
    subject: "希望小学 捐赠",
    gmt_create: "2026-11-22 10:00:00",
    gmt_payment: "2026-11-22 10:00:30",
    fund_bill_list: '[{"amount":"100.50","fundChannel":"ALIPAYACCOUNT"}]',
    ...change,
  };
}

/** Signs by the documents, without the SDK. `inclusive`: servicemarket messages sign their sign_type too. */
export function signMessage(
  message: Record<string, string>,
  options: { key?: KeyObject; signType?: string; inclusive?: boolean } = {},
): Record<string, string> {
  const { key = alipayKeys.privateKey, signType = "RSA2", inclusive = false } = options;
  const signed = inclusive ? { ...message, sign_type: signType } : message;
  const text = Object.keys(signed)
    .sort()
    .map((name) => `${name}=${signed[name]}`)
    .join("&");
  const sign = createSign("RSA-SHA256").update(text).sign(key, "base64");
  return { ...message, sign, sign_type: signType };
}

export function formBody(message: Record<string, string>): string {
  return new URLSearchParams(message).toString();
}

export const WEBHOOK_SECRET = "whsec_loopback_test_secret";
export const ACCOUNT_ID = "acct_1test";

export function stripeConfig(change: Partial<StripeConfigInput> = {}): StripeConfigInput {
  return {
    secretKey: "sk_test_1",
    webhookSecrets: [WEBHOOK_SECRET],
    accountId: ACCOUNT_ID,
    host: "127.0.0.1",
    port: 9,
    protocol: "http",
    ...change,
  };
}

export function stripeHeader(body: string, seconds: number, secret = WEBHOOK_SECRET, scheme = "v1"): string {
  return `t=${seconds},${scheme}=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

export function stripeEvent(
  type: string,
  object: Record<string, unknown>,
  change: Record<string, unknown> = {},
): string {
  return JSON.stringify({
    id: "evt_1",
    object: "event",
    api_version: "2026-10-28.endive",
    created: 1795312800,
    livemode: false,
    type,
    data: { object },
    ...change,
  });
}

export function paidSession(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: "cs_test_1",
    object: "checkout.session",
    mode: "payment",
    status: "complete",
    payment_status: "paid",
    client_reference_id: "pabcdefgh000000000001",
    metadata: { payment_id: "pabcdefgh000000000001" },
    payment_intent: "pi_1",
    amount_total: 10050,
    currency: "cny",
    ...change,
  };
}
