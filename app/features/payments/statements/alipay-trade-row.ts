import type { BillColumns } from "./alipay-bill-head.ts";
import { absFen, readAmount, readAmountOrBlank } from "./printed-amount.ts";
import { readMoment } from "./printed-time.ts";
import type { Findings } from "./refusal.ts";
import type { StatementRow, StatementRowKind } from "./statement.ts";
import type { RowKeys } from "./statement-tally.ts";

/**
 * One row of 业务明细. Real files print refunds with either sign, so 业务类型 gives the direction; what a payment
 * costs is a positive fee, what a refund gives back a negative one.
 */
export function readTradeRow(
  cells: readonly string[],
  columns: BillColumns,
  lineNo: number,
  keys: RowKeys,
  findings: Findings,
): StatementRow | null {
  const cell = (...names: string[]) => cells[columns.at(...names)] ?? "";
  const providerKind = cell("业务类型");
  const kind: StatementRowKind =
    providerKind === "交易" ? "payment" : providerKind.startsWith("退款") ? "refund" : "other";
  if (kind === "other") findings.warn(lineNo, "unknown-kind", providerKind.slice(0, 20));
  const moment = readMoment(cell("完成时间") || cell("创建时间"));
  if (moment === null) {
    findings.error(lineNo, "bad-time", "完成时间");
    return null;
  }
  const received = readAmount(cell("商家实收"));
  const fee = readAmountOrBlank(cell("服务费"));
  const share = readAmountOrBlank(cell("分润"));
  const ordered = readAmountOrBlank(cell("订单金额"));
  if (received === null || fee === null || share === null || ordered === null) {
    findings.error(lineNo, "bad-amount", "商家实收, 订单金额, 服务费 or 分润 is not an amount");
    return null;
  }
  const tradeNo = cell("支付宝交易号");
  const orderNo = cell("商户订单号");
  if (!/^\d{8,64}$/.test(tradeNo)) {
    findings.error(lineNo, "bad-row", "支付宝交易号 is not a number");
    return null;
  }
  if (columns.at("订单金额") !== -1 && absFen(ordered) !== absFen(received)) {
    findings.warn(lineNo, "order-amount-differs", "商家实收 differs from 订单金额");
  }
  const refundNo = cell("退款批次号/请求号", "退款批次号", "退款请求号");
  const costs = absFen(fee) + absFen(share);
  return {
    rowKey: keys.unique(
      refundNo === "" ? `${tradeNo}|${providerKind}` : `${tradeNo}|${providerKind}|${refundNo}`,
    ),
    lineNo,
    kind,
    providerKind,
    occurredAt: moment.at,
    day: moment.day,
    amountFen: kind === "payment" ? absFen(received) : kind === "refund" ? -absFen(received) : received,
    feeFen: kind === "payment" ? costs : kind === "refund" ? -costs : -fee - share,
    currency: "CNY",
    providerObjectId: tradeNo,
    paymentObjectId: tradeNo,
    merchantReference: orderNo === "" ? null : orderNo,
    refundReference: refundNo === "" ? null : refundNo,
    payoutId: null,
    balanceAfterFen: null,
    counterparty: cell("对方账户") || null,
    purpose: cell("商品名称") || null,
    summary: cell("备注") || null,
  };
}
