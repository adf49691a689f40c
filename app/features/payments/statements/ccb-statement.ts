import { addDays, startOfShanghaiDay } from "#app/lib/time.ts";
import { type BankColumns, type BankHead, readHead } from "./ccb-head.ts";
import { splitRecord } from "./delimited-record.ts";
import { readAmountOrBlank } from "./printed-amount.ts";
import { readMoment } from "./printed-time.ts";
import { asReader, FileRefused, Findings } from "./refusal.ts";
import type { StatementReader, StatementRow, StatementRowKind, StatementVerdict } from "./statement.ts";
import { hashKey, RowKeys, Tally } from "./statement-tally.ts";
import { pieces, type TextLine, textLines } from "./text-lines.ts";
import { isZip } from "./zip-entries.ts";

/**
 * China Construction Bank's account detail export (CSV, UTF-8 or GBK, old and new header). 借 is money out, 贷 in.
 * The running balance proves that no row is missing or changed; both orders of the file are read.
 */
export const readCcbStatement: StatementReader = asReader(function* (bytes) {
  refuseBinary(bytes);
  const lines = textLines(pieces(bytes));
  const head: BankHead = {
    account: null,
    accountName: null,
    periodStart: null,
    periodEnd: null,
    saysBank: false,
  };
  const columns = readHead(lines, head);
  const findings = new Findings();
  const tally = new Tally();
  const keys = new RowKeys();
  let days: { first: string; last: string } | null = null;
  let lastLine: number | null = null;
  for (const { lineNo, cells } of records(lines, columns.delimiter)) {
    lastLine = lineNo;
    if (cells.every((cell) => cell === "")) continue;
    if (/^(合计|总计|本页|小计|总笔数|借方合计|贷方合计)/.test(cells[0]?.replace(/\s/g, "") ?? "")) continue;
    if (cells.length !== columns.count) {
      findings.error(lineNo, "bad-row", `${cells.length} cells, the header has ${columns.count}`);
      continue;
    }
    const row = readRow(cells, columns, lineNo, head.account ?? "", keys, findings);
    if (row === null) continue;
    tally.add(row);
    days = widen(days, row.day);
    yield row;
  }
  return verdict(head, tally, days, findings, lastLine);
});

function widen(days: { first: string; last: string } | null, day: string): { first: string; last: string } {
  if (days === null) return { first: day, last: day };
  return { first: day < days.first ? day : days.first, last: day > days.last ? day : days.last };
}

function refuseBinary(bytes: Uint8Array): void {
  if (isZip(bytes))
    throw new FileRefused(null, "wrong-source", "an Excel workbook or zip; export the list as CSV");
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) {
    throw new FileRefused(null, "wrong-source", "an Excel workbook; export the list as CSV");
  }
}

function clean(cell: string): string {
  return cell.trim();
}

/** A quoted cell may hold a few line breaks; a quote that is never closed is text. */
function* records(
  lines: Iterable<TextLine>,
  delimiter: "," | "\t",
): Generator<{ lineNo: number; cells: string[] }, void, undefined> {
  const asText = (line: TextLine) => ({ lineNo: line.lineNo, cells: line.text.split(delimiter).map(clean) });
  let open: TextLine[] = [];
  for (const line of lines) {
    open.push(line);
    const cells = splitRecord(open.map((part) => part.text).join(" "), delimiter);
    if (cells !== null) yield { lineNo: open[0]?.lineNo ?? line.lineNo, cells: cells.map(clean) };
    else if (open.length <= 5) continue;
    else yield* open.map(asText);
    open = [];
  }
  yield* open.map(asText);
}

function readRow(
  cells: readonly string[],
  columns: BankColumns,
  lineNo: number,
  account: string,
  keys: RowKeys,
  findings: Findings,
): StatementRow | null {
  const cell = (name: string) => cells[columns.at(name)] ?? "";
  const moment = readMoment(cell("交易时间"));
  if (moment === null) {
    findings.error(lineNo, "bad-time", "交易时间");
    return null;
  }
  const amountFen = signedAmount(cell("借方发生额"), cell("贷方发生额"));
  const balanceText = cell("余额");
  const balance = readAmountOrBlank(balanceText);
  if (amountFen === null || balance === null) {
    findings.error(lineNo, "bad-amount", "借方发生额, 贷方发生额 or 余额");
    return null;
  }
  const currency = cell("币种");
  if (currency !== "" && !/^(人民币元?|CNY|RMB|156)$/i.test(currency)) {
    findings.error(lineNo, "bad-currency", currency.slice(0, 12));
    return null;
  }
  const bankRef = cell("账户明细编号-交易流水号");
  const name = cell("对方户名");
  const counterAccount = cell("对方账号");
  const summary = cell("摘要");
  const identity = [account, cell("交易时间"), amountFen, balance, name, counterAccount] as const;
  return {
    rowKey: keys.unique(bankRef || hashKey(identity)),
    lineNo,
    kind: kindOf(amountFen, summary),
    providerKind: summary || null,
    occurredAt: moment.at,
    day: moment.day,
    amountFen,
    feeFen: 0n,
    currency: "CNY",
    providerObjectId: bankRef || null,
    paymentObjectId: null,
    merchantReference: null,
    refundReference: null,
    payoutId: null,
    balanceAfterFen: balanceText === "" || balanceText === "-" ? null : balance,
    counterparty: [name, counterAccount].filter(Boolean).join(" ") || null,
    purpose: cell("备注") || null,
    summary: summary || null,
  };
}

/** 借 out, 贷 in; a negative 借 is a reversal and comes in. Null unless exactly one side may move money. */
function signedAmount(debitText: string, creditText: string): bigint | null {
  const debit = readAmountOrBlank(debitText);
  const credit = readAmountOrBlank(creditText);
  if (debit === null || credit === null || (debit !== 0n && credit !== 0n)) return null;
  return credit - debit;
}

function kindOf(amountFen: bigint, summary: string): StatementRowKind {
  if (/手续费|工本费|管理费|服务费|年费/.test(summary)) return "fee";
  if (/结息|利息/.test(summary)) return "other";
  return amountFen >= 0n ? "transfer-in" : "transfer-out";
}

function verdict(
  head: BankHead,
  tally: Tally,
  days: { first: string; last: string } | null,
  findings: Findings,
  lastLine: number | null,
): StatementVerdict {
  const broken = tally.balanceBreak();
  if (broken !== null && findings.errors.length === 0) {
    findings.error(broken, "balance-break", "balance before + amount ≠ balance after");
  }
  if (head.account === null) findings.error(null, "no-header", "the preamble names no account (账号)");
  const first = head.periodStart ?? days?.first ?? null;
  const last = head.periodEnd ?? days?.last ?? null;
  if (first === null || last === null) findings.error(lastLine, "truncated", "no rows and no period");
  else if (head.periodStart === null || head.periodEnd === null) {
    findings.warn(null, "no-period", "period taken from the rows");
  }
  if (findings.errors.length > 0 || first === null || last === null)
    return { ok: false, errors: findings.errors };
  return {
    ok: true,
    summary: {
      source: "bank-ccb",
      account: head.account,
      accountName: head.accountName,
      currency: "CNY",
      periodStart: startOfShanghaiDay(first),
      periodEnd: startOfShanghaiDay(addDays(last, 1)),
      totals: tally.totals(),
      payouts: [],
      warnings: findings.warnings,
    },
  };
}
