import { normaliseHeader, splitRecord } from "./delimited-record.ts";
import { readMoment } from "./printed-time.ts";
import { FileRefused } from "./refusal.ts";
import { looksGarbled, type TextLine } from "./text-lines.ts";

const MOST_HEAD_LINES = 60;
const REQUIRED = ["交易时间", "借方发生额", "贷方发生额", "余额"] as const;
/** Columns that only CCB prints; other banks have the four required ones too. */
const TELLING = ["账户明细编号-交易流水号", "对方开户机构"];
const OTHER_BANKS =
  /中国工商银行|工商银行|中国农业银行|农业银行|中国银行|招商银行|交通银行|浦发银行|平安银行|邮政储蓄|民生银行|中信银行|兴业银行/;

export interface BankHead {
  account: string | null;
  accountName: string | null;
  periodStart: string | null;
  periodEnd: string | null;
  saysBank: boolean;
}

export interface BankColumns {
  count: number;
  delimiter: "," | "\t";
  at(name: string): number;
}

/** Preamble lines float, so the header is the first line that holds the four columns. */
export function readHead(lines: Iterator<TextLine>, head: BankHead): BankColumns {
  let garbled = false;
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    const { lineNo, text } = next.value;
    refuseOther(lineNo, text);
    garbled ||= looksGarbled(text);
    const delimiter = text.includes(",") ? "," : "\t";
    const cells = (splitRecord(text, delimiter) ?? text.split(delimiter)).map((cell) => cell.trim());
    const names = cells.map(normaliseHeader);
    if (REQUIRED.every((name) => names.includes(name))) {
      return columnsOf(lineNo, names, delimiter, head);
    }
    if (lineNo > MOST_HEAD_LINES) break;
    readHeadCells(text, cells, head);
  }
  if (garbled) throw new FileRefused(null, "bad-encoding", "the text was damaged when the file was saved");
  const detail = `no line with ${REQUIRED.join("、")}`;
  throw new FileRefused(null, head.saysBank ? "no-header" : "wrong-bank", detail);
}

function refuseOther(lineNo: number, text: string): void {
  if (lineNo === 1 && text.trim() === "[HISTORYDETAIL]") {
    throw new FileRefused(1, "wrong-bank", "an export of ICBC, not of CCB");
  }
  if (/支付宝(?:业务|账务)明细|支付宝交易号|账务流水号/.test(text)) {
    throw new FileRefused(lineNo, "wrong-source", "an Alipay bill, not a bank statement");
  }
  if (/^\s*(?:<\?xml|<Document|\{|:20:)/.test(text) && lineNo === 1) {
    throw new FileRefused(lineNo, "wrong-source", "not a CSV file");
  }
}

function readHeadCells(text: string, cells: readonly string[], head: BankHead): void {
  if (text.includes("建设银行")) head.saysBank = true;
  const names = cells.map((cell) => cell.normalize("NFKC").replace(/\s/g, ""));
  names.forEach((name, index) => {
    const [label = "", inline = ""] = name.split(":");
    const value = inline || (cells[index + 1] ?? "").normalize("NFKC").trim();
    if (/^(账号|帐号|本方账号)$/.test(label)) head.account ??= value.replace(/\D/g, "") || null;
    if (/^(账户名称|户名|账户名)$/.test(label)) head.accountName ??= value || null;
    if (/^(起始|开始)(日期|时间)$/.test(label)) head.periodStart ??= readMoment(value)?.day ?? null;
    if (/^(终止|截止|结束)(日期|时间)$/.test(label)) head.periodEnd ??= readMoment(value)?.day ?? null;
  });
  const other = OTHER_BANKS.exec(text)?.[0];
  if (other !== undefined && !text.includes("建设银行") && !head.saysBank) {
    throw new FileRefused(null, "wrong-bank", `a statement of ${other}, not of 中国建设银行`);
  }
}

function columnsOf(lineNo: number, names: string[], delimiter: "," | "\t", head: BankHead): BankColumns {
  if (!head.saysBank && !TELLING.some((name) => names.includes(name))) {
    throw new FileRefused(lineNo, "wrong-bank", "these columns are not those of 中国建设银行");
  }
  if (names.includes("借/贷") || names.includes("本方账号")) {
    throw new FileRefused(lineNo, "wrong-bank", "these columns are those of 中国工商银行");
  }
  const found = new Map(names.map((name, index) => [name, index]));
  return { count: names.length, delimiter, at: (name) => found.get(name) ?? -1 };
}
