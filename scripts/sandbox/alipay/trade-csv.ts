import { boundsOf, daysOf, shanghaiTime } from "../clock.ts";
import type { Merchant } from "../merchants.ts";
import { sum, yuan } from "../money.ts";
import type { SandboxState } from "../state.ts";
import type { BillRow } from "./records.ts";

const HEADER =
  "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";
const SUMMARY_HEADER =
  "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）";
const RULE = "-".repeat(41);

export function preamble(title: string, merchant: Merchant, day: string): string[] {
  const { from, end } = boundsOf(day);
  const to = chinese(end);
  return [
    `#支付宝${title}`,
    `#账号：[${merchant.sellerId}0156]`,
    `#起始日期：[${chinese(from)} 00:00:00]   终止日期：[${to} 00:00:00]`,
  ];
}

function chinese(day: string): string {
  const [year, month, date] = day.split("-");
  return `${year}年${month}月${date}日`;
}

export function exported(now: Date): string {
  const time = shanghaiTime(now);
  return `#导出时间：[${chinese(time.slice(0, 10))} ${time.slice(11)}]`;
}

export function marker(word: string): string {
  return `#${RULE}${word}${RULE}`;
}

/** Free text in one cell: the real files do not quote, so only line breaks are taken out. */
export function plain(text: string): string {
  return text.replace(/[\r\n\t]+/g, " ");
}

export function file(lines: string[]): string {
  return `${lines.join("\r\n")}\r\n`;
}

function rowsOf(state: SandboxState, merchant: Merchant, day: string): BillRow[] {
  const rows = daysOf(day).flatMap((one) => state.tables.billRows.inGroup(`${merchant.appId}:${one}`));
  return rows.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}

/** 业务明细: one line per payment and refund of the day. */
export function tradeDetail(state: SandboxState, merchant: Merchant, day: string, now: Date): string {
  const rows = rowsOf(state, merchant, day);
  const paid = rows.filter((row) => row.kind === "交易");
  const back = rows.filter((row) => row.kind === "退款");
  return file([
    ...preamble("业务明细查询", merchant, day),
    marker("业务明细列表"),
    HEADER,
    ...rows.map(line),
    marker("业务明细列表结束"),
    `#交易合计：${paid.length}笔，商家实收共${total(paid)}元，商家优惠共0.00元`,
    `#退款合计：${back.length}笔，商家实收退款共${total(back)}元，商家优惠退款共0.00元`,
    exported(now),
  ]);
}

function total(rows: BillRow[]): string {
  return yuan(sum(rows.map((row) => row.amountFen)));
}

function line(row: BillRow): string {
  const amount = yuan(row.amountFen);
  return [
    `${row.tradeNo}\t`,
    `${row.outTradeNo}\t`,
    `${row.kind}\t`,
    plain(row.subject),
    shanghaiTime(row.createdAt),
    shanghaiTime(row.at),
    "\t",
    "\t",
    "\t",
    "\t",
    `${row.buyer}\t`,
    amount,
    amount,
    "0.00",
    "0.00",
    "0.00",
    "0.00",
    "0.00",
    "",
    "0.00\t",
    "0.00",
    `${row.requestNo}\t`,
    yuan(row.feeFen),
    "0.00",
    plain(row.remark),
  ].join(",");
}

/** 业务明细(汇总): one line of totals. */
export function tradeSummary(state: SandboxState, merchant: Merchant, day: string, now: Date): string {
  const rows = rowsOf(state, merchant, day);
  const amountFen = sum(rows.map((row) => row.amountFen));
  const feeFen = sum(rows.map((row) => row.feeFen));
  const paid = rows.filter((row) => row.kind === "交易").length;
  const cells = [
    "合计\t",
    "\t",
    String(paid),
    String(rows.length - paid),
    yuan(amountFen),
    yuan(amountFen),
    "0.00",
    "0.00",
    "0.00",
    yuan(feeFen),
    "0.00",
    yuan(amountFen + feeFen),
  ];
  return file([
    ...preamble("业务汇总查询", merchant, day),
    marker("业务汇总列表"),
    SUMMARY_HEADER,
    cells.join(","),
    marker("业务汇总列表结束"),
    exported(now),
  ]);
}
