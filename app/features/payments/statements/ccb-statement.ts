import { type BankHead, type BankHeader, emptyHead, readToHeader } from "./bank-head.ts";
import { columnsByName, IN_WORDS, OUT_WORDS, plainName } from "./bank-layout.ts";
import { readBankRows } from "./bank-rows.ts";
import { bankTextLines, otherBank } from "./bank-text.ts";
import { asReader, FileRefused } from "./refusal.ts";
import type { StatementReader } from "./statement.ts";
import type { TextLine } from "./text-lines.ts";

const REQUIRED = ["交易时间", "借方发生额", "贷方发生额", "余额"] as const;
/** Columns that only CCB prints; other banks have the four required ones too. */
const TELLING = ["账户明细编号-交易流水号", "对方开户机构"];
const NAME = "建设银行";

/** Whether the columns and the words before them are CCB's. */
export function isCcb(names: readonly string[], headText: string): boolean {
  const isIcbc = names.includes("借/贷") || names.includes("本方账号");
  const isTold = headText.includes(NAME) || TELLING.some((name) => names.includes(name));
  return REQUIRED.every((name) => names.includes(name)) && isTold && !isIcbc;
}

/**
 * China Construction Bank's account detail export (CSV or TAB, UTF-8 or GBK, old and new header, also in a zip).
 * 借 is money out, 贷 in.
 */
export const readCcbStatement: StatementReader = asReader(function* (bytes) {
  const lines = bankTextLines(bytes);
  const head = emptyHead();
  const header = headerOf(lines, head);
  refuseOthers(header, head);
  if (head.account === null) throw new FileRefused(null, "no-header", "the preamble names no account (账号)");
  const { time: _, ...columns } = columnsByName(header.cells);
  const layout = {
    columns,
    dateForm: "ymd",
    inWords: IN_WORDS,
    outWords: OUT_WORDS,
    negativeDebit: "reversal",
    isReferenceUnique: true,
  } as const;
  return yield* readBankRows({ source: "bank-ccb", head, header, layout }, lines);
});

/** Without any header it is CCB's only if the preamble says so. */
function headerOf(lines: Iterator<TextLine>, head: BankHead): BankHeader {
  try {
    return readToHeader(lines, head);
  } catch (error) {
    const isLost = error instanceof FileRefused && error.errors[0]?.reason === "no-header";
    if (!isLost || head.text.includes(NAME)) throw error;
    throw new FileRefused(null, "wrong-bank", `no line with ${REQUIRED.join("、")}`);
  }
}

function refuseOthers({ lineNo, cells }: BankHeader, head: BankHead): void {
  const names = cells.map(plainName);
  const other = otherBank(head.text);
  if (other !== null && other !== NAME) {
    throw new FileRefused(null, "wrong-bank", `a statement of ${other}, not of 中国建设银行`);
  }
  if (isCcb(names, head.text)) return;
  const missing = REQUIRED.filter((name) => !names.includes(name));
  if (head.text.includes(NAME) && missing.length > 0) {
    throw new FileRefused(lineNo, "missing-column", missing.join("、"));
  }
  throw new FileRefused(lineNo, "wrong-bank", "these columns are not those of 中国建设银行");
}
