import { addDays, shanghaiDay, shanghaiTime } from "../clock.ts";
import { takeFault } from "../faults.ts";
import { parseYuan, yuan } from "../money.ts";
import { randomDigits, randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { AlipayRefusal, type Fields } from "./answer.ts";
import { notifyAgreement, notifyTrade } from "./notify.ts";
import { markPaid } from "./pay.ts";
import type { Agreement } from "./records.ts";
import { type AlipayCall, optionalText, text } from "./request.ts";
import { openTrade, tradeFields } from "./trade.ts";

/** A deduction may be made in the five days up to and including the agreed day. */
const WINDOW_DAYS = 5;

/** alipay.user.agreement.page.sign: the page asks the payer; the agreement is TEMP until then. */
export function openAgreement(state: SandboxState, call: AlipayCall): Agreement {
  const { biz, merchant, params } = call;
  if (biz.personal_product_code !== "CYCLE_PAY_AUTH_P" || biz.product_code !== "CYCLE_PAY_AUTH") {
    throw new AlipayRefusal("40004", "INVALID_PARAMETER", "参数无效：personal_product_code 或 product_code");
  }
  const rule = ruleOf(biz.period_rule_params);
  const externalNo = optionalText(biz, "external_agreement_no", 32);
  const rows = state.tables.agreements.inGroup(merchant.appId);
  const known = externalNo
    ? rows.find((row) => row.externalNo === externalNo && row.status !== "STOP")
    : undefined;
  if (known) return known;
  const agreementNo = `${shanghaiDay(state.now()).replaceAll("-", "")}${randomDigits(12)}`;
  return state.tables.agreements.put(agreementNo, {
    agreementNo,
    appId: merchant.appId,
    token: randomId(24),
    externalNo,
    status: "TEMP",
    productCode: "CYCLE_PAY_AUTH_P",
    signScene: text(biz, "sign_scene", 64),
    ...rule,
    notifyUrl: params.notify_url ?? null,
    returnUrl: params.return_url ?? null,
    buyerId: `208810${randomDigits(10)}`,
    signedAt: null,
    unsignedAt: null,
  });
}

function ruleOf(value: unknown): Pick<Agreement, "periodType" | "period" | "executeTime" | "singleFen"> {
  const rule = (value ?? {}) as Record<string, unknown>;
  const period = Number(rule.period);
  const singleFen = parseYuan(rule.single_amount);
  const executeTime = String(rule.execute_time ?? "");
  const dated = /^\d{4}-\d{2}-\d{2}$/.test(executeTime) && !Number.isNaN(Date.parse(executeTime));
  const monthly = rule.period_type === "MONTH" && period >= 1 && Number(executeTime.slice(8)) <= 28;
  const daily = rule.period_type === "DAY" && period >= 7;
  if (!Number.isInteger(period) || singleFen === null || !dated || (!monthly && !daily)) {
    throw new AlipayRefusal("40004", "INVALID_PARAMETER", "参数无效：period_rule_params");
  }
  return { periodType: String(rule.period_type), period, executeTime, singleFen };
}

/** The payer agrees on the page. */
export async function signAgreement(state: SandboxState, agreement: Agreement): Promise<Agreement> {
  if (agreement.status !== "TEMP") return agreement;
  const signed: Agreement = { ...agreement, status: "NORMAL", signedAt: state.now().toISOString() };
  state.tables.agreements.put(signed.agreementNo, signed);
  await notifyAgreement(state, signed);
  return signed;
}

function find(state: SandboxState, call: AlipayCall): Agreement {
  const number = optionalText(call.biz, "agreement_no", 64);
  const external = optionalText(call.biz, "external_agreement_no", 64);
  const rows = state.tables.agreements.inGroup(call.merchant.appId);
  const found = rows.find((row) =>
    number ? row.agreementNo === number : external !== null && row.externalNo === external,
  );
  if (!found || found.status === "TEMP")
    throw new AlipayRefusal("40004", "USER_AGREEMENT_NOT_EXIST", "用户签约协议不存在");
  return found;
}

export function queryAgreement(state: SandboxState, call: AlipayCall): Fields {
  const row = find(state, call);
  return {
    agreement_no: row.agreementNo,
    ...(row.externalNo ? { external_agreement_no: row.externalNo } : {}),
    status: row.status,
    personal_product_code: row.productCode,
    sign_scene: row.signScene,
    principal_id: row.buyerId,
    principal_type: "CARD",
    alipay_logon_id: "138****0000",
    sign_time: shanghaiTime(row.signedAt!),
    valid_time: shanghaiTime(row.signedAt!),
    invalid_time: "2115-02-01 00:00:00",
    next_deduct_time: row.executeTime,
    single_quota: yuan(row.singleFen),
  };
}

/** The payer ends it in Alipay's own app. */
export async function endByPayer(state: SandboxState, agreement: Agreement): Promise<Agreement> {
  if (agreement.status !== "NORMAL") return agreement;
  const ended: Agreement = { ...agreement, status: "STOP", unsignedAt: state.now().toISOString() };
  state.tables.agreements.put(ended.agreementNo, ended);
  await notifyAgreement(state, ended);
  return ended;
}

export function unsignAgreement(state: SandboxState, call: AlipayCall): { fields: Fields; ended: Agreement } {
  const row = find(state, call);
  if (row.status === "STOP")
    throw new AlipayRefusal("40004", "USER_AGREEMENT_NOT_EXIST", "用户签约协议不存在");
  const ended: Agreement = { ...row, status: "STOP", unsignedAt: state.now().toISOString() };
  return { fields: {}, ended: state.tables.agreements.put(row.agreementNo, ended) };
}

/** alipay.user.agreement.executionplan.modify: only to a later day, 1–28. */
export function movePlan(state: SandboxState, call: AlipayCall): Fields {
  const row = find(state, call);
  const day = text(call.biz, "deduct_time", 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day <= row.executeTime || Number(day.slice(8)) > 28) {
    throw new AlipayRefusal("40004", "INVALID_PARAMETER", "参数无效：deduct_time");
  }
  state.tables.agreements.put(row.agreementNo, { ...row, executeTime: day });
  return { agreement_no: row.agreementNo, deduct_time: day };
}

/** alipay.trade.pay with an agreement: a deduction without the payer, inside the agreed window and amount. */
export function payByAgreement(state: SandboxState, call: AlipayCall): { fields: Fields; told: () => void } {
  const params = (call.biz.agreement_params ?? {}) as Record<string, unknown>;
  const agreementNo = text(params, "agreement_no", 64);
  const row = state.tables.agreements.get(agreementNo);
  if (!row || row.appId !== call.merchant.appId || row.status !== "NORMAL") {
    throw new AlipayRefusal("40004", "ACQ.AGREEMENT_NOT_EXIST", "用户协议不存在");
  }
  const trade = openTrade(state, call);
  if (trade.paidAt) return { fields: paidFields(trade), told: () => undefined };
  if (trade.status === "TRADE_CLOSED")
    throw new AlipayRefusal("40004", "ACQ.TRADE_HAS_CLOSE", "交易已经关闭");
  if (trade.amountFen > row.singleFen)
    throw new AlipayRefusal("40004", "ACQ.TOTAL_FEE_EXCEED", "订单总金额超过限额");
  const today = shanghaiDay(state.now());
  if (today < addDays(row.executeTime, 1 - WINDOW_DAYS) || today > row.executeTime) {
    throw new AlipayRefusal("40004", "ACQ.CYCLE_PAY_DATE_NOT_MATCH", "扣款日期不在签约时的允许范围之内");
  }
  const fault = takeFault(state, ["balance-not-enough", "pay-pending"], ["alipay.trade.pay"]);
  if (fault === "balance-not-enough")
    throw new AlipayRefusal("40004", "ACQ.BUYER_BALANCE_NOT_ENOUGH", "买家余额不足");
  const deducted = state.tables.trades.put(trade.key, { ...trade, agreementNo });
  // As when the bank takes its time; /control/pay with the order's number brings it to an end.
  if (fault === "pay-pending") throw new AlipayRefusal("10003", "ACQ.PAY_IN_PROCESS", "支付处理中");
  const paid = markPaid(state, deducted, trade.amountFen);
  return { fields: paidFields(paid), told: () => state.background(notifyTrade(state, paid, null, "once")) };
}

function paidFields(trade: Parameters<typeof tradeFields>[0]): Fields {
  const { send_pay_date: gmtPayment, ...fields } = tradeFields(trade);
  return { ...fields, gmt_payment: gmtPayment };
}
