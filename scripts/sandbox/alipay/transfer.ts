import { shanghaiTime } from "../clock.ts";
import { takeFault } from "../faults.ts";
import { sum, yuan } from "../money.ts";
import { randomDigits } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { AlipayRefusal, type Fields } from "./answer.ts";
import { drawableFen, OPENING_BALANCE_FEN } from "./ledger.ts";
import type { AlipayTransfer } from "./records.ts";
import { type AlipayCall, optionalText, text } from "./request.ts";
import { amountOf } from "./trade.ts";

const MINIMUM_FEN = 10n;

/** alipay.fund.trans.uni.transfer: the same out_biz_no with the same content answers the first order again. */
export function transfer(state: SandboxState, call: AlipayCall): Fields {
  const { biz, merchant } = call;
  const outBizNo = text(biz, "out_biz_no", 64);
  const amountFen = amountOf(biz, "trans_amount");
  if (amountFen < MINIMUM_FEN)
    throw new AlipayRefusal("40004", "EXCEED_LIMIT_MM_AMOUNT", "转账金额低于最低限额 0.10 元");
  if (biz.product_code !== "TRANS_ACCOUNT_NO_PWD" || biz.biz_scene !== "DIRECT_TRANSFER") {
    throw new AlipayRefusal("40004", "PRODUCT_NOT_SIGNED", "产品未签约：product_code 或 biz_scene");
  }
  const payee = payeeOf(biz);
  const key = `${merchant.appId}:${outBizNo}`;
  const known = state.tables.transfers.get(key);
  if (known) {
    if (known.amountFen !== amountFen || known.payee !== payee.identity) {
      throw new AlipayRefusal("40004", "REQUEST_PROCESSED", "该笔请求已处理，且参数不一致");
    }
    return transferFields(known);
  }
  refuseByFault(state);
  if (amountFen > spendableFen(state, merchant.appId))
    throw new AlipayRefusal("40004", "PAYER_BALANCE_NOT_ENOUGH", "付款方余额不足");
  const now = state.now();
  const day = shanghaiTime(now).slice(0, 10).replaceAll("-", "");
  return transferFields(
    state.tables.transfers.put(key, {
      key,
      appId: merchant.appId,
      outBizNo,
      orderId: `${day}11007${randomDigits(15)}`,
      fundOrderId: `${day}11007${randomDigits(15)}`,
      amountFen,
      title: optionalText(biz, "order_title", 128) ?? "转账",
      payee: payee.identity,
      payeeName: payee.name,
      at: now.toISOString(),
      settled: false,
    }),
  );
}

/** Refusals that a test or a visitor armed: nothing is paid, and the same number may be tried again. */
function refuseByFault(state: SandboxState): void {
  const kinds = ["balance-not-enough", "payee-missing"] as const;
  const fault = takeFault(state, kinds, ["alipay.fund.trans.uni.transfer"]);
  if (fault === "balance-not-enough")
    throw new AlipayRefusal("40004", "PAYER_BALANCE_NOT_ENOUGH", "付款方余额不足");
  if (fault === "payee-missing") throw new AlipayRefusal("40004", "PAYEE_NOT_EXIST", "收款账号不存在");
}

/** What the account holds: the balance of its bill, less what has left and is in no bill yet. */
function spendableFen(state: SandboxState, appId: string): bigint {
  const unbilled = state.tables.transfers.inGroup(appId).filter((row) => !row.settled);
  return OPENING_BALANCE_FEN + drawableFen(state, appId) - sum(unbilled.map((row) => row.amountFen));
}

function payeeOf(biz: Record<string, unknown>): { identity: string; name: string } {
  const info = biz.payee_info;
  if (!info || typeof info !== "object")
    throw new AlipayRefusal("40004", "INVALID_PARAMETER", "参数无效：payee_info");
  const fields = info as Record<string, unknown>;
  const type = text(fields, "identity_type", 64);
  if (type !== "ALIPAY_LOGON_ID" && type !== "ALIPAY_USER_ID" && type !== "ALIPAY_OPEN_ID") {
    throw new AlipayRefusal("40004", "INVALID_PARAMETER", "参数无效：identity_type");
  }
  const name =
    type === "ALIPAY_LOGON_ID" ? text(fields, "name", 128) : (optionalText(fields, "name", 128) ?? "");
  return { identity: text(fields, "identity", 64), name };
}

export function queryTransfer(state: SandboxState, call: AlipayCall): Fields {
  const outBizNo = optionalText(call.biz, "out_biz_no", 64);
  const orderId = optionalText(call.biz, "order_id", 64);
  const rows = state.tables.transfers.inGroup(call.merchant.appId);
  const found = rows.find((row) => (outBizNo ? row.outBizNo === outBizNo : row.orderId === orderId));
  if (!found) throw new AlipayRefusal("40004", "ORDER_NOT_EXIST", "转账订单不存在");
  return { ...transferFields(found), pay_date: shanghaiTime(found.at), trans_amount: yuan(found.amountFen) };
}

function transferFields(row: AlipayTransfer): Fields {
  return {
    out_biz_no: row.outBizNo,
    order_id: row.orderId,
    pay_fund_order_id: row.fundOrderId,
    status: "SUCCESS",
    trans_date: shanghaiTime(row.at),
  };
}
