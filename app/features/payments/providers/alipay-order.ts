import type { AlipaySdk } from "alipay-sdk";
import { fenToYuan } from "#app/lib/money.ts";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { callAlipay, textField } from "./alipay-calls.ts";
import { cleanSubject } from "./order-subject.ts";
import type { CreateOrderResult, OrderRequest } from "./provider.ts";

/** Alipay takes up to 100,000,000 yuan per trade. */
const MOST_FEN = 10_000_000_000n;

/** Why Alipay would not take an order; null if it will. */
export function orderRefusal(order: OrderRequest): Exclude<CreateOrderResult, { ok: true }> | null {
  if (!/^[A-Za-z0-9_]{1,64}$/.test(order.paymentId))
    return { ok: false, reason: "bad-payment-id", detail: "out_trade_no" };
  if (order.currency !== "CNY")
    return { ok: false, reason: "currency-not-supported", detail: order.currency };
  if (order.amountFen < 1n || order.amountFen > MOST_FEN)
    return { ok: false, reason: "amount-out-of-range", detail: "1 fen to 100 million yuan" };
  return null;
}

const contentOf = (order: OrderRequest) => ({
  out_trade_no: order.paymentId,
  total_amount: fenToYuan(order.amountFen),
  subject: cleanSubject(order.subject),
  time_expire: shanghaiDateTime(order.expiresAt),
});

/** Signs a payment page's address (page.pay, wap.pay); Alipay hears of the order when the payer opens it. */
export function pageOrder(sdk: AlipaySdk, order: OrderRequest): CreateOrderResult {
  const mobile = order.device === "mobile";
  const payUrl = sdk.pageExecute(mobile ? "alipay.trade.wap.pay" : "alipay.trade.page.pay", "GET", {
    bizContent: {
      ...contentOf(order),
      product_code: mobile ? "QUICK_WAP_WAY" : "FAST_INSTANT_TRADE_PAY",
      ...(mobile && order.cancelUrl !== "" ? { quit_url: order.cancelUrl } : {}),
    },
    timestamp: shanghaiDateTime(order.now),
    // An empty address would be signed by the SDK and dropped by the gateway.
    ...(order.notifyUrl === "" ? {} : { notifyUrl: order.notifyUrl }),
    ...(order.returnUrl === "" ? {} : { returnUrl: order.returnUrl }),
  });
  return { ok: true, payUrl, providerOrderId: null };
}

/** Opens the order now (trade.precreate) and gives the text of its code. The same number gives the same order. */
export async function codeOrder(sdk: AlipaySdk, order: OrderRequest): Promise<CreateOrderResult> {
  const answer = await callAlipay(
    sdk,
    "alipay.trade.precreate",
    contentOf(order),
    order.now,
    order.notifyUrl,
  );
  if (!answer.ok) return { ok: false, reason: answer.reason, detail: answer.detail };
  const payUrl = textField(answer.fields, "qr_code");
  if (payUrl === null) return { ok: false, reason: "unknown", detail: "no qr_code in the answer" };
  return { ok: true, payUrl, providerOrderId: null };
}
