import type { BillColumns } from "./alipay-bill-head.ts";
import { absFen, readAmountOrBlank } from "./printed-amount.ts";
import { readMoment } from "./printed-time.ts";
import type { Findings } from "./refusal.ts";
import type { StatementRow, StatementRowKind } from "./statement.ts";
import type { RowKeys } from "./statement-tally.ts";

/** One row of 账务明细: a movement of the account's money, fees as rows of their own. */
export function readLedgerRow(
  cells: readonly string[],
  columns: BillColumns,
  lineNo: number,
  keys: RowKeys,
  findings: Findings,
): StatementRow | null {
  const cell = (...names: string[]) => cells[columns.at(...names)] ?? "";
  const serial = cell("账务流水号");
  if (!/^\w{8,64}$/.test(serial)) {
    findings.error(lineNo, "bad-row", "账务流水号 is missing");
    return null;
  }
  if (keys.has(serial)) {
    findings.error(lineNo, "duplicate-row", "账务流水号 occurs twice");
    return null;
  }
  const moment = readMoment(cell("发生时间"));
  if (moment === null) {
    findings.error(lineNo, "bad-time", "发生时间");
    return null;
  }
  const income = readAmountOrBlank(cell("收入金额"));
  const expense = readAmountOrBlank(cell("支出金额"));
  const balanceText = cell("账户余额");
  const balance = readAmountOrBlank(balanceText);
  if (
    income === null ||
    expense === null ||
    balance === null ||
    income < 0n ||
    (income !== 0n && expense !== 0n)
  ) {
    findings.error(lineNo, "bad-amount", "收入金额, 支出金额 or 账户余额");
    return null;
  }
  const amountFen = income !== 0n ? income : -absFen(expense);
  const providerKind = cell("业务类型");
  const summary = cell("备注") || cell("业务描述");
  const kind = kindOf(providerKind, summary, amountFen);
  if (kind === "other") findings.warn(lineNo, "unknown-kind", providerKind.slice(0, 20));
  const tradeNo = tradeNoOf(kind, cell("业务基础订单号"), cell("业务流水号"), summary);
  return {
    rowKey: keys.unique(serial),
    lineNo,
    kind,
    providerKind,
    occurredAt: moment.at,
    day: moment.day,
    amountFen,
    feeFen: 0n,
    currency: "CNY",
    providerObjectId: cell("业务流水号") || tradeNo,
    paymentObjectId: tradeNo,
    merchantReference: cell("商户订单号") || null,
    refundReference: null,
    payoutId: null,
    balanceAfterFen: balanceText === "" ? null : balance,
    counterparty: cell("对方账号", "对方账户") || null,
    purpose: cell("商品名称") || null,
    summary: summary || null,
  };
}

/** Alipay's words differ between products and years; the sign settles what the word leaves open. */
function kindOf(word: string, summary: string, amountFen: bigint): StatementRowKind {
  const text = word === "其它" || word === "其他" ? `${word}${summary}` : word;
  if (/提现/.test(text)) return "payout";
  if (/退费|收费|服务费|手续费/.test(text)) return "fee";
  if (/退款|退票/.test(text)) return "refund";
  if (/支付|交易|收款|付款/.test(text)) return amountFen >= 0n ? "payment" : "transfer-out";
  if (/转账|充值/.test(text)) return amountFen >= 0n ? "transfer-in" : "transfer-out";
  return "other";
}

/** A fee's own 业务流水号 is not the trade; its note usually names the trade it was taken for. */
function tradeNoOf(kind: StatementRowKind, base: string, flow: string, summary: string): string | null {
  const pattern = /20\d{24,30}/;
  if (kind === "fee")
    return pattern.exec(summary)?.[0] ?? pattern.exec(base)?.[0] ?? pattern.exec(flow)?.[0] ?? null;
  if (kind !== "payment" && kind !== "refund") return null;
  return pattern.exec(flow)?.[0] ?? pattern.exec(base)?.[0] ?? null;
}
