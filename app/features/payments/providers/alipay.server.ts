import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { AlipaySdk } from "alipay-sdk";
import { fenToYuan, parseFen } from "#app/lib/money.ts";
import { fetchAlipayBill } from "./alipay-bill.server.ts";
import { type AlipayAnswer, callAlipay, isMissingTrade, isOtherState, textField } from "./alipay-calls.ts";
import { isOwnPublicKey, readPrivateKey, readPublicKey } from "./alipay-keys.ts";
import { parseAlipayTime, verifyAlipayNotification } from "./alipay-notification.ts";
import { codeOrder, orderRefusal, pageOrder } from "./alipay-order.ts";
import { probeAlipay } from "./alipay-probe.ts";
import { AlipayRecurring } from "./alipay-recurring.server.ts";
import { AlipayTransfers } from "./alipay-transfers.server.ts";
import { isLoopbackHost } from "./gateway-address.ts";
import { cleanSubject } from "./order-subject.ts";
import type {
  BillRequest,
  BillResult,
  CloseOrderResult,
  CreateOrderResult,
  NotificationHeaders,
  OrderReference,
  OrderRequest,
  PaymentProvider,
  ProbeResult,
  ProviderFact,
  QueryOrderResult,
  QueryRefundResult,
  RefundReference,
  RefundRequest,
  RefundResult,
  SelfTestResult,
  VerifyResult,
} from "./provider.ts";
import type { AlipayConfig } from "./schema.ts";

/** Alipay's open platform (gateway.do, RSA2, ordinary public keys) behind the common interface. */
export class AlipayProvider implements PaymentProvider {
  readonly provider = "alipay";
  readonly acknowledgement = "success";
  readonly providerAccount: string;
  readonly mode: "live" | "test";
  readonly isLoopback: boolean;
  private readonly gateway: URL;
  readonly recurring: AlipayRecurring;
  readonly transfers: AlipayTransfers;
  private readonly sdk: AlipaySdk | null;
  private readonly keys: { own: ReturnType<typeof readPrivateKey>; alipay: ReturnType<typeof readPublicKey> };

  constructor(private readonly config: AlipayConfig) {
    this.providerAccount = `${config.appId}/${config.sellerId}`;
    this.gateway = new URL(config.gateway);
    this.mode = this.gateway.hostname === "openapi.alipay.com" ? "live" : "test";
    this.isLoopback = isLoopbackHost(this.gateway.hostname);
    this.keys = { own: readPrivateKey(config.appPrivateKey), alipay: readPublicKey(config.alipayPublicKey) };
    this.sdk = this.openSdk();
    this.transfers = new AlipayTransfers(this.sdk);
    this.recurring = new AlipayRecurring(this.sdk, (fields, paidAt) =>
      this.factOfQuery(fields, "paid", "TRADE_SUCCESS", paidAt),
    );
  }

  /** Null if a key cannot be read: `selfTest` says which. Keys go in as the one form the SDK never misreads. */
  private openSdk(): AlipaySdk | null {
    if (this.keys.own === null || this.keys.alipay === null) return null;
    return new AlipaySdk({
      appId: this.config.appId,
      privateKey: this.keys.own.export({ type: "pkcs1", format: "pem" }).toString().trim(),
      keyType: "PKCS1",
      ...keysOfAlipay(this.keys.alipay, this.config.certificates),
      gateway: this.config.gateway,
      signType: "RSA2",
      camelcase: false,
      timeout: this.config.timeoutMs,
    });
  }

  private async call(method: string, bizContent: Record<string, unknown>, now: Date): Promise<AlipayAnswer> {
    if (this.sdk === null)
      return { ok: false, reason: "refused", subCode: "", detail: "the keys cannot be read" };
    return callAlipay(this.sdk, method, bizContent, now);
  }

  /** A payment page's address, or with `presentation: "qr"` the text of a code to scan. */
  async createOrder(order: OrderRequest): Promise<CreateOrderResult> {
    if (this.sdk === null) return { ok: false, reason: "refused", detail: "the keys cannot be read" };
    const refusal = orderRefusal(order);
    if (refusal !== null) return refusal;
    return order.presentation === "qr" ? codeOrder(this.sdk, order) : pageOrder(this.sdk, order);
  }

  async queryOrder({ paymentId, now }: OrderReference): Promise<QueryOrderResult> {
    const answer = await this.call("alipay.trade.query", { out_trade_no: paymentId }, now);
    if (!answer.ok) {
      if (isMissingTrade(answer.subCode)) return { ok: true, state: "not-found", facts: [] };
      return { ok: false, reason: answer.reason, detail: answer.detail };
    }
    const { fields } = answer;
    const status = textField(fields, "trade_status") ?? "";
    const paidAt = parseAlipayTime(fields.send_pay_date);
    if (status === "WAIT_BUYER_PAY") return { ok: true, state: "pending", facts: [] };
    const paid = status === "TRADE_SUCCESS" || status === "TRADE_FINISHED";
    if (!paid && status !== "TRADE_CLOSED") return { ok: false, reason: "unknown", detail: status };
    // Closed after it was paid means refunded in full; the payment itself remains a fact.
    const wasPaid = paid || paidAt !== null;
    const fact = this.factOfQuery(fields, wasPaid ? "paid" : "closed", status, paidAt ?? now);
    if (fact === null || fact.paymentId !== paymentId)
      return { ok: false, reason: "unknown", detail: "incomplete answer" };
    return { ok: true, state: paid ? "paid" : wasPaid ? "refunded" : "closed", facts: [fact] };
  }

  private factOfQuery(
    fields: Readonly<Record<string, unknown>>,
    type: "paid" | "closed",
    status: string,
    occurredAt: Date,
  ): ProviderFact | null {
    const tradeNo = textField(fields, "trade_no");
    const amountFen = parseFen(textField(fields, "total_amount") ?? "");
    if (tradeNo === null || amountFen === null) return null;
    return {
      provider: "alipay",
      eventKey: `query|${tradeNo}|${status}`,
      type,
      providerType: status,
      paymentId: textField(fields, "out_trade_no"),
      objectId: tradeNo,
      paymentObjectId: tradeNo,
      providerAccount: this.providerAccount,
      amountFen,
      currency: (textField(fields, "trans_currency") ?? "CNY").toUpperCase(),
      occurredAt,
      // The gateway answers about our own application's orders only.
      sellerMatches: true,
      payerReference: null,
      payloadSha256: createHash("sha256").update(JSON.stringify(fields)).digest("hex"),
    };
  }

  async closeOrder(order: OrderReference): Promise<CloseOrderResult> {
    const answer = await this.call("alipay.trade.close", { out_trade_no: order.paymentId }, order.now);
    if (answer.ok) return { ok: true, state: "closed", facts: [] };
    if (isMissingTrade(answer.subCode)) return { ok: true, state: "not-found", facts: [] };
    if (!isOtherState(answer.subCode)) return { ok: false, reason: answer.reason, detail: answer.detail };
    const found = await this.queryOrder(order);
    if (!found.ok) return found;
    if (found.state === "paid" || found.state === "refunded")
      return { ok: true, state: "paid", facts: found.facts };
    if (found.state === "closed") return { ok: true, state: "closed", facts: [] };
    return { ok: false, reason: "unknown", detail: `${answer.subCode}, then ${found.state}` };
  }

  verifyNotification(rawBody: Uint8Array | string, _headers: NotificationHeaders, now: Date): VerifyResult {
    const { alipay } = this.keys;
    if (alipay === null)
      return { ok: false, reason: "bad-signature", detail: "no readable key to verify with" };
    const { appId, sellerId } = this.config;
    return verifyAlipayNotification(rawBody, { appId, sellerId, alipayKey: alipay }, now);
  }

  /** Alipay keeps no list of messages it could not deliver; the sweep asks order by order. */
  async *listUndelivered(_since: Date): AsyncGenerator<ProviderFact, void, undefined> {}

  async refund(refund: RefundRequest): Promise<RefundResult> {
    const { paymentObjectId, refundId, amountFen, reason, now } = refund;
    const answer = await this.call(
      "alipay.trade.refund",
      {
        // The trade, not the order: an order that was paid twice is two trades.
        trade_no: paymentObjectId,
        refund_amount: fenToYuan(amountFen),
        refund_reason: cleanSubject(reason),
        out_request_no: refundId,
      },
      now,
    );
    if (!answer.ok) return { ok: false, reason: refundRefusal(answer), detail: answer.detail };
    const cumulativeRefundedFen = parseFen(textField(answer.fields, "refund_fee") ?? "");
    if (answer.fields.fund_change === "Y") {
      return { ok: true, state: "succeeded", providerRefundId: refundId, cumulativeRefundedFen };
    }
    // N: nothing moved by this call, as when the number was used before. Only the refund's own query tells.
    const found = await this.queryRefund({ ...refund, providerRefundId: null });
    const state = found.ok && found.state === "succeeded" ? "succeeded" : "pending";
    return { ok: true, state, providerRefundId: refundId, cumulativeRefundedFen };
  }

  async queryRefund({ paymentObjectId, refundId, now }: RefundReference): Promise<QueryRefundResult> {
    const bizContent = {
      trade_no: paymentObjectId,
      out_request_no: refundId,
      query_options: ["gmt_refund_pay"],
    };
    const answer = await this.call("alipay.trade.fastpay.refund.query", bizContent, now);
    if (!answer.ok) {
      if (isMissingTrade(answer.subCode))
        return { ok: true, state: "not-found", providerRefundId: null, amountFen: null };
      return { ok: false, reason: answer.reason, detail: answer.detail };
    }
    const done = answer.fields.refund_status === "REFUND_SUCCESS";
    const amountFen = parseFen(textField(answer.fields, "refund_amount") ?? "");
    return {
      ok: true,
      state: done ? "succeeded" : "not-found",
      providerRefundId: done ? refundId : null,
      amountFen,
    };
  }

  async fetchBill(bill: BillRequest): Promise<BillResult> {
    if (this.sdk === null) return { ok: false, reason: "refused", detail: "the keys cannot be read" };
    return fetchAlipayBill(this.sdk, this.gateway, this.config.billHosts, bill);
  }

  async probe(now: Date): Promise<ProbeResult> {
    if (this.sdk === null) return { ok: false, reason: "refused", detail: "the keys cannot be read" };
    return probeAlipay(this.sdk, now);
  }

  selfTest(): SelfTestResult {
    const { own, alipay } = this.keys;
    if (own === null || (own.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
      return { ok: false, reason: "bad-private-key", detail: "not an RSA key of at least 2048 bits" };
    }
    if (alipay === null || (alipay.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
      return { ok: false, reason: "bad-public-key", detail: "not an RSA key of at least 2048 bits" };
    }
    const probe = Buffer.from("self-test");
    if (!verify("RSA-SHA256", probe, createPublicKey(own), sign("RSA-SHA256", probe, own))) {
      return { ok: false, reason: "bad-private-key", detail: "signs what its public half does not verify" };
    }
    if (isOwnPublicKey(own, alipay)) {
      return {
        ok: false,
        reason: "own-public-key",
        detail: "this is the application's own key, not Alipay's",
      };
    }
    return { ok: true };
  }
}

/** In certificate mode the SDK names the certificates in each request and holds answers against Alipay's. */
function keysOfAlipay(key: KeyObject, certificates: AlipayConfig["certificates"]) {
  if (!certificates)
    return { alipayPublicKey: key.export({ type: "spki", format: "pem" }).toString().trim() };
  return {
    appCertContent: certificates.app,
    alipayPublicCertContent: certificates.alipay,
    alipayRootCertContent: certificates.root,
  };
}

function refundRefusal(
  answer: Exclude<AlipayAnswer, { ok: true }>,
): Exclude<RefundResult, { ok: true }>["reason"] {
  if (answer.reason === "unknown") return "unknown";
  if (answer.subCode === "ACQ.SELLER_BALANCE_NOT_ENOUGH") return "insufficient-balance";
  if (answer.subCode === "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL") return "exceeds-payment";
  if (isMissingTrade(answer.subCode) || isOtherState(answer.subCode)) return "not-refundable";
  return "refused";
}
