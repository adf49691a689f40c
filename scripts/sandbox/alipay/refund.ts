import { shanghaiTime } from "../clock.ts";
import { takeFault } from "../faults.ts";
import { share, yuan } from "../money.ts";
import type { SandboxState } from "../state.ts";
import { AlipayRefusal, type Fields } from "./answer.ts";
import type { AlipayRefund, Trade } from "./records.ts";
import { type AlipayCall, optionalText } from "./request.ts";
import { amountOf, findTrade, refundedFen } from "./trade.ts";

/** alipay.trade.refund: the same out_request_no again answers 10000 with fund_change N. */
export function refundByCall(
  state: SandboxState,
  call: AlipayCall,
): { fields: Fields; trade: Trade; refund: AlipayRefund | null } {
  const trade = findTrade(state, call);
  const amountFen = amountOf(call.biz, "refund_amount");
  const requestNo = optionalText(call.biz, "out_request_no", 64) ?? trade.outTradeNo;
  const known = trade.refunds.find((refund) => refund.requestNo === requestNo && refund.status === "SUCCESS");
  if (known) {
    if (known.amountFen !== amountFen) {
      throw new AlipayRefusal("40004", "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额与原请求不一致");
    }
    return { fields: refundFields(trade, known, "N"), trade, refund: null };
  }
  if (takeFault(state, ["refund-fails"], ["refund", "alipay.trade.refund"])) {
    throw new AlipayRefusal("40004", "ACQ.SELLER_BALANCE_NOT_ENOUGH", "卖家余额不足");
  }
  const reason = optionalText(call.biz, "refund_reason") ?? "正常退款";
  const done = refundTrade(state, trade, requestNo, amountFen, reason);
  return { fields: refundFields(done.trade, done.refund, "Y"), ...done };
}

/** Moves the money back; a full refund closes the trade. */
export function refundTrade(
  state: SandboxState,
  trade: Trade,
  requestNo: string,
  amountFen: bigint,
  reason: string,
  at: Date = state.now(),
): { trade: Trade; refund: AlipayRefund } {
  if (trade.status === "TRADE_FINISHED")
    throw new AlipayRefusal("40004", "ACQ.TRADE_HAS_FINISHED", "交易已完结");
  if (trade.status !== "TRADE_SUCCESS")
    throw new AlipayRefusal("40004", "ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
  const before = refundedFen(trade);
  if (before + amountFen > trade.paidFen) {
    throw new AlipayRefusal("40004", "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限");
  }
  const refund: AlipayRefund = {
    requestNo,
    amountFen,
    feeReturnedFen: feeReturned(trade, before + amountFen) - feeReturned(trade, before),
    reason,
    at: at.toISOString(),
    status: "SUCCESS",
    settled: false,
  };
  const whole = before + amountFen === trade.paidFen;
  const changed: Trade = {
    ...trade,
    refunds: [...trade.refunds, refund],
    status: whole ? "TRADE_CLOSED" : trade.status,
    closedAt: whole ? at.toISOString() : trade.closedAt,
  };
  return { trade: state.tables.trades.put(trade.key, changed), refund };
}

/** The part of the fee that has come back once `backFen` of the payment went back. */
function feeReturned(trade: Trade, backFen: bigint): bigint {
  return trade.paidFen === 0n ? 0n : share(trade.feeFen * backFen, 1n, trade.paidFen);
}

function refundFields(trade: Trade, refund: AlipayRefund, change: "Y" | "N"): Fields {
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    buyer_logon_id: trade.buyerLogonId,
    buyer_user_id: trade.buyerId,
    fund_change: change,
    refund_fee: yuan(refundedFen(trade)),
    send_back_fee: yuan(change === "Y" ? refund.amountFen : 0n),
    gmt_refund_pay: shanghaiTime(refund.at),
  };
}

/** alipay.trade.fastpay.refund.query: an unknown refund answers 10000 without refund_status. */
export function queryRefund(state: SandboxState, call: AlipayCall): Fields {
  const trade = findTrade(state, call);
  const requestNo = optionalText(call.biz, "out_request_no", 64) ?? trade.outTradeNo;
  const refund = trade.refunds.find((row) => row.requestNo === requestNo && row.status === "SUCCESS");
  const base = { trade_no: trade.tradeNo, out_trade_no: trade.outTradeNo, out_request_no: requestNo };
  if (!refund) return base;
  const options = Array.isArray(call.biz.query_options) ? call.biz.query_options : [];
  return {
    ...base,
    refund_reason: refund.reason,
    total_amount: yuan(trade.paidFen),
    refund_amount: yuan(refund.amountFen),
    refund_status: "REFUND_SUCCESS",
    send_back_fee: yuan(refund.amountFen),
    ...(options.includes("gmt_refund_pay") ? { gmt_refund_pay: shanghaiTime(refund.at) } : {}),
  };
}
