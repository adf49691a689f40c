import { shanghaiTime } from "../clock.ts";
import { html, money, orderPage, page } from "../html.ts";
import { merchantByApp } from "../merchants.ts";
import { yuan } from "../money.ts";
import type { SandboxState } from "../state.ts";
import { signAgreement } from "./agreement.ts";
import type { AlipayRefusal } from "./answer.ts";
import { actOnTrade, PaymentRefused } from "./pay.ts";
import type { Agreement, Trade } from "./records.ts";
import { signedMessage } from "./sign.ts";
import { current } from "./trade.ts";

/** /alipay/cashier/:token and /alipay/agreement/:token, shown (GET) and answered (POST). */
export async function cashier(state: SandboxState, request: Request): Promise<Response> {
  const [, , kind, token] = new URL(request.url).pathname.split("/");
  const outcome = request.method === "POST" ? new URLSearchParams(await request.text()).get("outcome") : null;
  if (kind === "agreement") {
    const agreement = state.tables.agreements.all().find((row) => row.token === token);
    return agreement ? agreementPage(state, agreement, outcome) : notFound();
  }
  const trade = tradeByToken(state, token ?? "");
  if (!trade || kind !== "cashier") return notFound();
  if (!outcome) return showTrade(state, current(state, trade));
  if (outcome === "cancel") return leave(state, trade);
  try {
    const acted = actOnTrade(state, trade, outcome === "paid" ? "paid" : "failed", { mode: "once" });
    state.background(acted.told);
    await state.flushed();
    if (outcome !== "paid") return see(`/alipay/cashier/${trade.token}`);
    return see((await returnAddress(state, acted.trade)) ?? `/alipay/cashier/${trade.token}`);
  } catch (error) {
    if (error instanceof PaymentRefused) return see(`/alipay/cashier/${trade.token}`);
    throw error;
  }
}

export function tradeByToken(state: SandboxState, token: string): Trade | undefined {
  return state.tables.trades.all().find((row) => row.token === token);
}

function showTrade(state: SandboxState, trade: Trade): Response {
  const ended = trade.paidAt
    ? `已于 ${shanghaiTime(trade.paidAt)} 支付`
    : trade.status === "TRADE_CLOSED"
      ? "订单已关闭，不能再支付"
      : null;
  return orderPage({
    title: "支付宝收银台",
    channel: "支付宝（沙箱）",
    merchant: merchantByApp(state, trade.appId)?.name ?? trade.appId,
    subject: trade.subject,
    amount: money(trade.amountFen),
    number: trade.outTradeNo,
    alert: ended ? null : trade.lastFailure,
    ended,
    action: `/alipay/cashier/${trade.token}`,
    back: trade.returnUrl ?? trade.quitUrl,
  });
}

/** The payer walks away; the order stays open. */
function leave(state: SandboxState, trade: Trade): Response {
  if (trade.quitUrl) return see(trade.quitUrl);
  state.tables.trades.put(trade.key, { ...trade, lastFailure: "您取消了这次支付，订单还在，可以随时再付" });
  return see(`/alipay/cashier/${trade.token}`);
}

/** The return_url with Alipay's signed parameters; null when the merchant gave none. */
export async function returnAddress(state: SandboxState, trade: Trade): Promise<string | null> {
  if (!trade.returnUrl) return null;
  const merchant = merchantByApp(state, trade.appId)!;
  const signed = await signedMessage(
    {
      charset: "utf-8",
      out_trade_no: trade.outTradeNo,
      method: `${trade.method}.return`,
      total_amount: yuan(trade.paidFen),
      trade_no: trade.tradeNo,
      auth_app_id: trade.appId,
      version: "1.0",
      app_id: trade.appId,
      seller_id: merchant.sellerId,
      timestamp: shanghaiTime(state.now()),
    },
    state.gatewayKeys.privateKey,
  );
  const url = new URL(trade.returnUrl);
  for (const [name, value] of Object.entries(signed)) url.searchParams.set(name, value);
  return url.toString();
}

async function agreementPage(
  state: SandboxState,
  agreement: Agreement,
  outcome: string | null,
): Promise<Response> {
  if (outcome === "paid") await signAgreement(state, agreement);
  if (outcome) return see(agreement.returnUrl ?? `/alipay/agreement/${agreement.token}`);
  const ended = { TEMP: null, NORMAL: "已签约", STOP: "已解约" }[agreement.status];
  return orderPage({
    title: "周期扣款签约",
    channel: "支付宝（沙箱） · 周期扣款",
    merchant: merchantByApp(state, agreement.appId)?.name ?? agreement.appId,
    subject: `每期最多扣款一次，下次 ${agreement.executeTime}`,
    amount: money(agreement.singleFen),
    number: agreement.externalNo ?? agreement.agreementNo,
    alert: null,
    ended,
    action: `/alipay/agreement/${agreement.token}`,
    back: agreement.returnUrl,
    payLabel: "确认签约",
    canFail: false,
  });
}

/** What the payer sees when the merchant's request itself was wrong. */
export function refusalPage(_state: SandboxState, refusal: AlipayRefusal): Response {
  return page(
    "无法付款",
    html`<div class="sheet"><h1>这个付款请求有误</h1>
<p>商户发来的请求没有通过检查，没有扣款。请回到商户页面重新发起。</p>
<dl class="facts"><dt>错误码</dt><dd>${refusal.subCode}</dd><dt>原因</dt><dd>${refusal.subMessage}</dd></dl></div>`,
    { narrow: true, status: 400 },
  );
}

function see(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}

function notFound(): Response {
  return page(
    "没有这个订单",
    html`<div class="sheet"><h1>没有这个订单</h1><p>请回到商户页面重新发起付款。</p></div>`,
    {
      narrow: true,
      status: 404,
    },
  );
}
