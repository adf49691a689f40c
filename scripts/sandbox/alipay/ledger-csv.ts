import { shanghaiTime } from "../clock.ts";
import type { Merchant } from "../merchants.ts";
import { sum, yuan } from "../money.ts";
import type { SandboxState } from "../state.ts";
import { ledgerDay } from "./ledger.ts";
import type { LedgerRow } from "./records.ts";
import { exported, file, marker, plain, preamble } from "./trade-csv.ts";

const HEADER =
  "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注";
const SUMMARY_HEADER = "业务类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）";
/** 账务明细: every movement of the account with the balance after it. */
export function ledgerDetail(state: SandboxState, merchant: Merchant, day: string, now: Date): string {
  const { rows, openingFen } = ledgerDay(state, merchant.appId, day);
  let balanceFen = openingFen;
  const lines = rows.map((row) => {
    balanceFen += row.inFen - row.outFen;
    return line(row, balanceFen);
  });
  const into = rows.filter((row) => row.inFen > 0n);
  const out = rows.filter((row) => row.outFen > 0n);
  return file([
    ...preamble("账务明细查询", merchant, day),
    marker("账务明细列表"),
    HEADER,
    ...lines,
    marker("账务明细列表结束"),
    `#支出合计：${out.length}笔，共${yuan(-sum(out.map((row) => row.outFen)))}元`,
    `#收入合计：${into.length}笔，共${yuan(sum(into.map((row) => row.inFen)))}元`,
    exported(now),
  ]);
}

function line(row: LedgerRow, balanceFen: bigint): string {
  return [
    `${row.id}\t`,
    `${row.tradeNo}\t`,
    `${row.outTradeNo}\t`,
    plain(row.subject),
    shanghaiTime(row.at),
    `${row.counterparty}\t`,
    yuan(row.inFen),
    yuan(-row.outFen),
    yuan(balanceFen),
    "支付宝",
    row.type,
    plain(row.note),
  ].join(",");
}

/** 账务明细(汇总): totals by business type. */
export function ledgerSummary(state: SandboxState, merchant: Merchant, day: string, now: Date): string {
  const { rows } = ledgerDay(state, merchant.appId, day);
  const types = [...new Set(rows.map((row) => row.type))];
  const lineOf = (word: string, some: LedgerRow[]) => {
    const into = some.filter((row) => row.inFen > 0n);
    const out = some.filter((row) => row.outFen > 0n);
    const [inFen, outFen] = [sum(into.map((row) => row.inFen)), sum(out.map((row) => row.outFen))];
    return [word, into.length, yuan(inFen), out.length, yuan(-outFen)].join(",");
  };
  return file([
    ...preamble("账务汇总查询", merchant, day),
    marker("账务汇总列表"),
    SUMMARY_HEADER,
    ...types.map((type) =>
      lineOf(
        type,
        rows.filter((row) => row.type === type),
      ),
    ),
    lineOf("合计", rows),
    marker("账务汇总列表结束"),
    exported(now),
  ]);
}
