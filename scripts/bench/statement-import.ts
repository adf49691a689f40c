import { writeFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { fenToYuan } from "#app/lib/money.ts";
import { amountFenOf, layOutPaidGifts, paymentIdOf } from "./gifts.ts";
import { runInOwnProcess } from "./own-process.ts";
import { BENCH_ORGANIZATION_ID, BENCH_SELLER_ID, type BenchPlace } from "./place.ts";
import type { Benchmark } from "./report.ts";
import { fullOuterJoin } from "./statements.ts";

/**
 * One day's money record of Alipay, as the file that Alipay gives: read, checked line by line with its running balance
 * and its footers, and stored. The same file once more, which must change nothing. Beside it, a plain full outer
 * join of the stored rows with their gifts.
 */
export const statementImport: Benchmark = async (place, { isFull, say }) => {
  const rows = isFull ? 250_000 : 100_000;
  say(`laying out ${rows} gifts and writing their statement`);
  await layOutPaidGifts(place.owner, rows);
  const file = join(place.folder, "账务明细.csv");
  writeFileSync(file, iconv.encode(moneyRecord(rows), "gb18030"));
  say("importing");
  const args = [BENCH_ORGANIZATION_ID, "alipay-signcustomer", file];
  const first = await runInOwnProcess(place, "import-once.ts", args);
  await place.owner.query("vacuum analyze statement_row");
  const floorSeconds = await fullOuterJoin(place);
  const again = await runInOwnProcess(place, "import-once.ts", args);
  await expectStored(place, rows);
  return [
    {
      what: `${rows.toLocaleString("en")} rows from a file, checked and stored`,
      value: rows / first.seconds,
      unit: "rows/s",
      beside: "full outer join",
      ratio: first.seconds / floorSeconds,
      bar: "≥ 20,000 rows/s",
    },
    { what: "peak memory of the process", value: first.peakMegabytes, unit: "MB", bar: "< 500 MB" },
    { what: "the same file again", value: again.seconds, unit: "s" },
    { what: "plain full outer join of the same tables", value: floorSeconds, unit: "s" },
  ];
};

/** 账务明细 of yesterday with one payment a line, in the layout of the real file. */
function moneyRecord(count: number): string {
  const day = new Date(Date.now() + (8 - 24) * 3_600_000).toISOString().slice(0, 10);
  const shown = (date: Date) => {
    const [year, month, of] = date.toISOString().slice(0, 10).split("-");
    return `${year}年${month}月${of}日 00:00:00`;
  };
  const start = new Date(`${day}T00:00:00Z`);
  const rule = "-".repeat(41);
  let balanceFen = 0n;
  const lines = Array.from({ length: count }, (_, n) => {
    const fen = amountFenOf(n);
    balanceFen += fen;
    const time = new Date(Math.floor((n / count) * 86_400_000)).toISOString().slice(11, 19);
    return [
      `${day.replaceAll("-", "")}${String(n).padStart(16, "0")}\t`,
      `T${String(n).padStart(27, "0")}\t`,
      `${paymentIdOf(n)}\t`,
      "一餐热饭 捐赠",
      `${day} ${time}`,
      "138****0000\t",
      fenToYuan(fen),
      "0.00",
      fenToYuan(balanceFen),
      "支付宝",
      "在线支付",
      "",
    ].join(",");
  });
  return `${[
    "#支付宝账务明细查询",
    `#账号：[${BENCH_SELLER_ID}0156]`,
    `#起始日期：[${shown(start)}]   终止日期：[${shown(new Date(start.getTime() + 86_400_000))}]`,
    `#${rule}账务明细列表${rule}`,
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注",
    ...lines,
    `#${rule}账务明细列表结束${rule}`,
    "#支出合计：0笔，共0.00元",
    `#收入合计：${count}笔，共${fenToYuan(balanceFen)}元`,
    `#导出时间：[${shown(new Date(start.getTime() + 86_400_000))}]`,
  ].join("\r\n")}\r\n`;
}

async function expectStored(place: BenchPlace, count: number): Promise<void> {
  const { rows } = await place.owner.query<{ rows: string; fen: string; gifts: string }>(
    `select (select count(*) from statement_row) as rows, (select sum(amount_fen) from statement_row) as fen,
            (select sum(amount_fen) from payment) as gifts`,
  );
  if (rows[0]?.rows !== String(count) || rows[0].fen !== rows[0].gifts)
    throw new Error(
      `${rows[0]?.rows} of ${count} rows were stored, ${rows[0]?.fen} of ${rows[0]?.gifts} fen`,
    );
}
