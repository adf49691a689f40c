import { emptyHead, readToHeader } from "./bank-head.ts";
import { columnsByName, IN_WORDS, OUT_WORDS, plainName } from "./bank-layout.ts";
import { readBankRows } from "./bank-rows.ts";
import { bankTextLines, otherBank } from "./bank-text.ts";
import { asReader, FileRefused } from "./refusal.ts";
import type { StatementReader } from "./statement.ts";

const NAME = "工商银行";
/** What each of the three layouts has and the other two do not. */
const LAYOUTS = [
  { name: "history", columns: ["本方账号", "交易时间", "借方发生额", "贷方发生额", "余额"] },
  { name: "flag", columns: ["交易时间", "借贷标志", "对方单位", "发生额", "余额"] },
  { name: "two-way", columns: ["交易时间", "余额", "转出金额", "转入金额"] },
] as const;

export type IcbcLayout = (typeof LAYOUTS)[number]["name"];

/** Which of ICBC's layouts a header is; null: none of them. */
export function icbcLayout(names: readonly string[]): IcbcLayout | null {
  return LAYOUTS.find(({ columns }) => columns.every((column) => names.includes(column)))?.name ?? null;
}

/**
 * Industrial and Commercial Bank of China's three exports (GBK or UTF-8, comma or TAB): "[HISTORYDETAIL]" with
 * the own account in each row, 借贷标志 with one amount, and 转出金额 beside 转入金额. 凭证号 repeats, so a row is told
 * by its content.
 */
export const readIcbcStatement: StatementReader = asReader(function* (bytes) {
  const lines = bankTextLines(bytes);
  const head = emptyHead();
  const header = readToHeader(lines, head);
  const other = otherBank(head.text);
  if (other !== null && other !== NAME) {
    throw new FileRefused(null, "wrong-bank", `a statement of ${other}, not of 中国工商银行`);
  }
  const names = header.cells.map(plainName);
  if (icbcLayout(names) === null) {
    throw new FileRefused(header.lineNo, "wrong-bank", "these columns are not those of 中国工商银行");
  }
  const { time: _, ...columns } = columnsByName(header.cells);
  const voucher = names.indexOf("凭证号");
  const layout = {
    columns: voucher === -1 ? columns : { ...columns, reference: voucher },
    dateForm: "ymd",
    inWords: IN_WORDS,
    outWords: OUT_WORDS,
    negativeDebit: "reversal",
    isReferenceUnique: false,
  } as const;
  return yield* readBankRows({ source: "bank-icbc", head, header, layout }, lines);
});
