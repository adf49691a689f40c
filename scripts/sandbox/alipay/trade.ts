import { shanghaiTime } from "../clock.ts";
import { parseYuan, share, sum, yuan } from "../money.ts";
import { randomDigits, randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { AlipayRefusal, type Fields } from "./answer.ts";
import { expiryOf } from "./expiry.ts";
import type { Trade } from "./records.ts";
import { type AlipayCall, optionalText, text } from "./request.ts";

const PRODUCT_CODES: Record<string, string | null> = {
  "alipay.trade.page.pay": "FAST_INSTANT_TRADE_PAY",
  "alipay.trade.wap.pay": "QUICK_WAP_WAY",
  "alipay.trade.precreate": null,
  "alipay.trade.pay": "CYCLE_PAY_AUTH",
};

export function tradeKey(appId: string, outTradeNo: string): string {
  return `${appId}:${outTradeNo}`;
}

/** Alipay's own fee: 0.6 %, rounded half up. */
export function alipayFee(amountFen: bigint): bigint {
  return share(amountFen, 6n, 1000n);
}

export function newTradeNo(at: Date): string {
  return `${shanghaiTime(at).slice(0, 10).replaceAll("-", "")}2200${randomDigits(16)}`;
}

export function newBuyer(): { buyerId: string; buyerLogonId: string } {
  return { buyerId: `208810${randomDigits(10)}`, buyerLogonId: `13${randomDigits(1)}****${randomDigits(4)}` };
}

export function orderNo(biz: Record<string, unknown>): string {
  const value = text(biz, "out_trade_no", 64);
  if (!/^[A-Za-z0-9_]{1,64}$/.test(value))
    throw new AlipayRefusal("40004", "ACQ.INVALID_PARAMETER", "参数无效：out_trade_no");
  return value;
}

export function amountOf(biz: Record<string, unknown>, name: string): bigint {
  const amountFen = parseYuan(biz[name]);
  if (amountFen === null) throw new AlipayRefusal("40004", "ACQ.INVALID_PARAMETER", `参数无效：${name}`);
  return amountFen;
}

/**
 * Creates the order of a page, wap, precreate or agreement payment, or finds the one made before with the same content.
 * Same number with another amount or subject: ACQ.CONTEXT_INCONSISTENT.
 */
export function openTrade(state: SandboxState, call: AlipayCall): Trade {
  const { biz, merchant, params } = call;
  const outTradeNo = orderNo(biz);
  const amountFen = amountOf(biz, "total_amount");
  const subject = text(biz, "subject", 256);
  if (/[/=&]/.test(subject))
    throw new AlipayRefusal("40004", "ACQ.INVALID_PARAMETER", "参数无效：subject 含有特殊字符");
  const productCode = PRODUCT_CODES[call.method];
  if (productCode && biz.product_code !== productCode) {
    throw new AlipayRefusal("40004", "ACQ.INVALID_PARAMETER", "参数无效：product_code");
  }
  const key = tradeKey(merchant.appId, outTradeNo);
  const known = state.tables.trades.get(key);
  if (known) {
    if (known.amountFen !== amountFen || known.subject !== subject) {
      throw new AlipayRefusal("40004", "ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改");
    }
    return current(state, known);
  }
  const now = state.now();
  return state.tables.trades.put(key, {
    key,
    appId: merchant.appId,
    outTradeNo,
    tradeNo: newTradeNo(now),
    token: randomId(24),
    method: call.method,
    subject,
    body: optionalText(biz, "body"),
    passback: optionalText(biz, "passback_params"),
    amountFen,
    paidFen: 0n,
    feeFen: 0n,
    status: "WAIT_BUYER_PAY",
    lastFailure: null,
    notifyUrl: params.notify_url ?? merchant.alipayNotifyUrl,
    returnUrl: params.return_url ?? null,
    quitUrl: optionalText(biz, "quit_url"),
    ...newBuyer(),
    currency: null,
    createdAt: now.toISOString(),
    expiresAt: expiryOf(biz, now),
    paidAt: null,
    closedAt: null,
    settled: false,
    refunds: [],
    agreementNo: null,
  });
}

/** The trade as of now: an order past its time is closed. */
export function current(state: SandboxState, trade: Trade): Trade {
  const late = trade.expiresAt !== null && Date.parse(trade.expiresAt) <= state.now().getTime();
  if (trade.status !== "WAIT_BUYER_PAY" || !late) return trade;
  return state.tables.trades.put(trade.key, { ...trade, status: "TRADE_CLOSED", closedAt: trade.expiresAt });
}

/** The trade that a call names by out_trade_no or trade_no. */
export function findTrade(state: SandboxState, call: AlipayCall): Trade {
  const { biz, merchant } = call;
  const tradeNo = optionalText(biz, "trade_no", 64);
  let trade: Trade | undefined;
  if (tradeNo) trade = state.tables.trades.inGroup(merchant.appId).find((row) => row.tradeNo === tradeNo);
  else trade = state.tables.trades.get(tradeKey(merchant.appId, orderNo(biz)));
  if (!trade) throw new AlipayRefusal("40004", "ACQ.TRADE_NOT_EXIST", "交易不存在");
  return current(state, trade);
}

export function refundedFen(trade: Trade): bigint {
  return sum(trade.refunds.filter((refund) => refund.status === "SUCCESS").map((refund) => refund.amountFen));
}

export function precreate(state: SandboxState, call: AlipayCall): Fields {
  const trade = openTrade(state, call);
  if (trade.status === "TRADE_CLOSED")
    throw new AlipayRefusal("40004", "ACQ.TRADE_HAS_CLOSE", "交易已经关闭");
  if (trade.status !== "WAIT_BUYER_PAY")
    throw new AlipayRefusal("40004", "ACQ.TRADE_HAS_SUCCESS", "交易已被支付");
  return { out_trade_no: trade.outTradeNo, qr_code: `${state.url}/alipay/cashier/${trade.token}` };
}

export function queryTrade(state: SandboxState, call: AlipayCall): Fields {
  return tradeFields(findTrade(state, call));
}

export function tradeFields(trade: Trade): Fields {
  const paid = trade.paidAt !== null;
  const amountFen = paid ? trade.paidFen : trade.amountFen;
  const currency = trade.currency ? { trans_currency: trade.currency, settle_currency: trade.currency } : {};
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    buyer_logon_id: trade.buyerLogonId,
    buyer_user_id: trade.buyerId,
    buyer_user_type: "PRIVATE",
    trade_status: trade.status,
    total_amount: yuan(amountFen),
    receipt_amount: yuan(paid ? amountFen : 0n),
    buyer_pay_amount: yuan(paid ? amountFen : 0n),
    invoice_amount: yuan(paid ? amountFen : 0n),
    point_amount: "0.00",
    subject: trade.subject,
    ...(trade.body ? { body: trade.body } : {}),
    ...currency,
    ...(trade.paidAt
      ? {
          send_pay_date: shanghaiTime(trade.paidAt),
          fund_bill_list: [{ fund_channel: "ALIPAYACCOUNT", amount: yuan(amountFen) }],
        }
      : {}),
  };
}

export function closeTrade(state: SandboxState, call: AlipayCall): { fields: Fields; closed: Trade | null } {
  const trade = findTrade(state, call);
  if (trade.status === "TRADE_SUCCESS" || trade.status === "TRADE_FINISHED") {
    throw new AlipayRefusal("40004", "ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
  }
  const fields = { trade_no: trade.tradeNo, out_trade_no: trade.outTradeNo };
  if (trade.status === "TRADE_CLOSED") {
    if (trade.paidAt) throw new AlipayRefusal("40004", "ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
    return { fields, closed: null };
  }
  const closed = { ...trade, status: "TRADE_CLOSED" as const, closedAt: state.now().toISOString() };
  return { fields, closed: state.tables.trades.put(trade.key, closed) };
}
