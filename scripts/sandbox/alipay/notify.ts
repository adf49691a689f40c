import { shanghaiTime } from "../clock.ts";
import { type DeliverMode, type DeliveryResult, dispatch } from "../delivery.ts";
import { merchantByApp } from "../merchants.ts";
import { yuan } from "../money.ts";
import { randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import type { Agreement, AlipayRefund, Trade } from "./records.ts";
import { refundedFen } from "./trade.ts";

/** Announces a trade's state (paid, closed, refunded) to the order's notify_url. */
export async function notifyTrade(
  state: SandboxState,
  trade: Trade,
  refund: AlipayRefund | null,
  mode: DeliverMode,
  delayMs?: number,
): Promise<DeliveryResult[]> {
  if (!trade.notifyUrl) return [];
  const params = tradeMessage(state, trade, refund);
  const target = {
    provider: "alipay" as const,
    merchant: trade.appId,
    url: trade.notifyUrl,
    type: "trade_status_sync",
  };
  return dispatch(state, { ...target, params }, mode, delayMs);
}

function tradeMessage(
  state: SandboxState,
  trade: Trade,
  refund: AlipayRefund | null,
): Record<string, string> {
  const merchant = merchantByApp(state, trade.appId)!;
  const backFen = refundedFen(trade);
  const paid = trade.paidAt !== null;
  const amount = yuan(paid ? trade.paidFen : trade.amountFen);
  return {
    ...envelope(state, trade.appId, "trade_status_sync"),
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    ...(refund ? { out_biz_no: refund.requestNo } : {}),
    buyer_id: trade.buyerId,
    buyer_logon_id: trade.buyerLogonId,
    seller_id: merchant.sellerId,
    seller_email: `${merchant.key}@example.org`,
    trade_status: trade.status,
    total_amount: amount,
    ...(paid
      ? { receipt_amount: amount, invoice_amount: amount, buyer_pay_amount: amount, point_amount: "0.00" }
      : {}),
    ...(backFen > 0n ? { refund_fee: yuan(backFen) } : {}),
    ...(trade.currency ? { trans_currency: trade.currency } : {}),
    subject: trade.subject,
    ...(trade.body ? { body: trade.body } : {}),
    ...(trade.passback ? { passback_params: trade.passback } : {}),
    gmt_create: shanghaiTime(trade.createdAt),
    ...(trade.paidAt ? { gmt_payment: shanghaiTime(trade.paidAt) } : {}),
    ...(refund ? { gmt_refund: `${shanghaiTime(refund.at)}.000` } : {}),
    ...(trade.closedAt ? { gmt_close: shanghaiTime(trade.closedAt) } : {}),
    ...(paid ? { fund_bill_list: JSON.stringify([{ amount, fundChannel: "ALIPAYACCOUNT" }]) } : {}),
  };
}

/** Announces that a payer signed or ended an agreement. */
export async function notifyAgreement(state: SandboxState, agreement: Agreement): Promise<DeliveryResult[]> {
  const url = agreement.notifyUrl ?? merchantByApp(state, agreement.appId)?.alipayNotifyUrl;
  if (!url) return [];
  const signed = agreement.status === "NORMAL";
  const type = signed ? "dut_user_sign" : "dut_user_unsign";
  const params = {
    ...envelope(state, agreement.appId, type),
    status: signed ? "NORMAL" : "UNSIGN",
    agreement_no: agreement.agreementNo,
    ...(agreement.externalNo ? { external_agreement_no: agreement.externalNo } : {}),
    alipay_user_id: agreement.buyerId,
    alipay_logon_id: "138****0000",
    personal_product_code: agreement.productCode,
    sign_scene: agreement.signScene,
    ...(agreement.signedAt
      ? { sign_time: shanghaiTime(agreement.signedAt), valid_time: shanghaiTime(agreement.signedAt) }
      : {}),
    ...(agreement.unsignedAt ? { unsign_time: shanghaiTime(agreement.unsignedAt) } : {}),
    invalid_time: "2115-02-01 00:00:00",
  };
  return dispatch(state, { provider: "alipay", merchant: agreement.appId, url, type, params }, "once");
}

function envelope(state: SandboxState, appId: string, type: string): Record<string, string> {
  return {
    notify_time: shanghaiTime(state.now()),
    notify_type: type,
    notify_id: `${shanghaiTime(state.now()).slice(0, 10).replaceAll("-", "")}${randomId(24).toLowerCase()}`,
    charset: "utf-8",
    version: "1.0",
    app_id: appId,
    auth_app_id: appId,
  };
}
