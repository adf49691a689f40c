import { type Delimiter, headerScore } from "./bank-layout.ts";
import { readBankMoment } from "./bank-moment.ts";
import { splitRecord } from "./delimited-record.ts";
import { readAmount } from "./printed-amount.ts";
import { FileRefused } from "./refusal.ts";
import { looksGarbled, type TextLine } from "./text-lines.ts";

/** Lines before the list in which its header is looked for. */
export const MOST_HEAD_LINES = 60;
/** Names of columns that make a line the header. */
const ENOUGH_NAMES = 3;
const DELIMITERS: readonly Delimiter[] = ["\t", ",", ";", "|"];

/** What stands before the list. */
export interface BankHead {
  account: string | null;
  accountName: string | null;
  periodStart: string | null;
  periodEnd: string | null;
  openingFen: bigint | null;
  closingFen: bigint | null;
  /** The first 60 lines' words about a bank. */
  text: string;
}

/** The line that names the columns. */
export interface BankHeader {
  lineNo: number;
  delimiter: Delimiter;
  cells: string[];
}

export function emptyHead(): BankHead {
  return {
    account: null,
    accountName: null,
    periodStart: null,
    periodEnd: null,
    openingFen: null,
    closingFen: null,
    text: "",
  };
}

/** The cells of a line; a quote that is never closed in it is text. */
export function cellsOf(text: string, delimiter: Delimiter): string[] {
  return (splitRecord(text, delimiter) ?? text.split(delimiter)).map((cell) => cell.trim());
}

/**
 * Reads up to the header, filling `head`. Preambles differ and float, so the header is the first line of which
 * `isHeader` says so; by default one with three or more names of columns.
 */
export function readToHeader(
  lines: Iterator<TextLine>,
  head: BankHead,
  isHeader: (cells: readonly string[]) => boolean = (cells) => headerScore(cells) >= ENOUGH_NAMES,
): BankHeader {
  let garbled = false;
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    const { lineNo, text } = next.value;
    refuseOtherFiles(lineNo, text);
    garbled ||= looksGarbled(text);
    const found = DELIMITERS.map((delimiter) => ({ delimiter, cells: cellsOf(text, delimiter) })).find(
      ({ cells }) => cells.length > 1 && isHeader(cells),
    );
    head.text += `${text}\n`;
    if (found !== undefined) return { lineNo, ...found };
    if (lineNo > MOST_HEAD_LINES) break;
    readHeadLine(text, head);
  }
  if (garbled) throw new FileRefused(null, "bad-encoding", "the text was damaged when the file was saved");
  throw new FileRefused(null, "no-header", "no line that names the columns");
}

function refuseOtherFiles(lineNo: number, text: string): void {
  if (/支付宝(?:业务|账务)明细|支付宝交易号|账务流水号/.test(text)) {
    throw new FileRefused(lineNo, "wrong-source", "an Alipay bill, not a bank statement");
  }
  if (lineNo === 1 && /^\s*(?:<\?xml|<Document|\{|:20:|:940:)/.test(text)) {
    throw new FileRefused(lineNo, "wrong-source", "not a CSV file");
  }
}

/** "账号：44001234 户名：…", "账　　号,4400…,账户名称,…", "起始日期,20260801": a label and what follows it. */
function readHeadLine(text: string, head: BankHead): void {
  const parts = text.split(/[,\t;|]/).map((cell) => cell.normalize("NFKC").replaceAll('"', "").trim());
  parts.forEach((part, index) => {
    if (!part.includes(":")) readHeadPair(part.replace(/[\s[\]]/g, ""), parts[index + 1] ?? "", head);
    const inline = [...part.matchAll(/([^\s:][^:]*?)\s*:\s*(\d[\d -]{6,}|\S*)/g)];
    for (const [, label = "", value = ""] of inline) {
      readHeadPair(
        label.replace(/[\s[\]]/g, ""),
        value.replace(/[[\]]/g, "") || (parts[index + 1] ?? ""),
        head,
      );
    }
  });
}

function readHeadPair(label: string, value: string, head: BankHead): void {
  if (value === "") return;
  if (/^(账号|帐号|本方账号|查询账号|账户号码|account(no|number)?\.?)$/i.test(label)) {
    const digits = value.replace(/[\s-]/g, "");
    if (/\d{6}/.test(digits)) head.account ??= digits.replace(/\D/g, "") || null;
  }
  if (/^(账户名称|户名|账户名|accountname)$/i.test(label)) head.accountName ??= value;
  if (/^(起始|开始|查询起始)(日期|时间)$/.test(label))
    head.periodStart ??= readBankMoment(value)?.day ?? null;
  if (/^(终止|截止|结束|查询终止|查询截止)(日期|时间)$/.test(label))
    head.periodEnd ??= readBankMoment(value)?.day ?? null;
  if (/^(期初余额|上期余额|承前余额|openingbalance)$/i.test(label)) head.openingFen ??= readAmount(value);
  if (/^(期末余额|本期余额|closingbalance)$/i.test(label)) head.closingFen ??= readAmount(value);
}
