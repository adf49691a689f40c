import { fenToYuan } from "#app/lib/money.ts";
import { addDays, startOfShanghaiDay } from "#app/lib/time.ts";
import { readLedgerRow } from "./alipay-ledger-row.ts";
import { readTradeRow } from "./alipay-trade-row.ts";
import { normaliseHeader, splitRecord } from "./delimited-record.ts";
import { absFen, readAmount } from "./printed-amount.ts";
import { readMoment } from "./printed-time.ts";
import { asReader, FileRefused, Findings } from "./refusal.ts";
import type { StatementReader, StatementRow, StatementSource, StatementVerdict } from "./statement.ts";
import { RowKeys, Tally } from "./statement-tally.ts";
import { looksGarbled, pieces, type TextLine, textLines } from "./text-lines.ts";
import { isZip, zipEntries } from "./zip-entries.ts";

export type AlipayBillSource = "alipay-trade" | "alipay-signcustomer";

/** Where the cells of one bill are: Alipay changes their order and adds columns, so names decide. */
export interface BillColumns {
  count: number;
  at(...names: string[]): number;
}

interface BillHead {
  account: string | null;
  periodStart: Date | null;
  periodEnd: Date | null;
}

/** A total of the footer: what the rows of one group must add up to (absolute amounts). */
interface FooterTotal {
  lineNo: number;
  count: number;
  sumFen: bigint;
}

const REQUIRED: Record<AlipayBillSource, string[]> = {
  "alipay-trade": ["支付宝交易号", "商户订单号", "业务类型", "商家实收", "服务费"],
  "alipay-signcustomer": ["账务流水号", "发生时间", "收入金额", "支出金额", "业务类型"],
};

/** Words by which the detail list is told from the summary and from other files. */
function kindOf(lines: Iterable<TextLine>): AlipayBillSource | "summary" | "garbled" | null {
  let kind: AlipayBillSource | "summary" | "garbled" | null = null;
  for (const { lineNo, text } of lines) {
    if (lineNo > 40) break;
    if (text.startsWith("#") && text.includes("汇总列表")) return "summary";
    if (text.includes("账务流水号")) return "alipay-signcustomer";
    if (text.includes("支付宝交易号") && text.includes("业务类型")) return "alipay-trade";
    if (looksGarbled(text)) kind = "garbled";
  }
  return kind;
}

/** The pieces of the one detail list in a zip or bare file, and which of the two kinds it is. */
function openBill(bytes: Uint8Array): { kind: AlipayBillSource; chunks: () => Iterable<Uint8Array> } {
  const parts = isZip(bytes) ? zipEntries(bytes).map((entry) => entry.chunks) : [() => pieces(bytes)];
  const kinds = parts.map((chunks) => ({ chunks, kind: kindOf(textLines(chunks())) }));
  const details = kinds.filter((part) => part.kind === "alipay-trade" || part.kind === "alipay-signcustomer");
  const detail = details[0];
  if (details.length > 1)
    throw new FileRefused(null, "wrong-source", "holds several detail lists; send them one by one");
  if (detail !== undefined) return { kind: detail.kind as AlipayBillSource, chunks: detail.chunks };
  if (kinds.some((part) => part.kind === "garbled")) {
    throw new FileRefused(
      null,
      "bad-encoding",
      "the text was damaged when the file was saved; download it anew",
    );
  }
  if (kinds.some((part) => part.kind === "summary")) {
    throw new FileRefused(null, "wrong-source", "only the summary (汇总); the detail list (明细) is needed");
  }
  throw new FileRefused(null, "wrong-source", "not an Alipay bill");
}

/**
 * Alipay's daily bill: the zip as downloaded, or its detail CSV. Trade (业务明细) and account (账务明细) lists are
 * told apart by content; `expected` refuses the other one.
 */
export function alipayBillReader(expected?: AlipayBillSource): StatementReader {
  return asReader(function* (bytes) {
    const { kind, chunks } = openBill(bytes);
    if (expected !== undefined && kind !== expected) {
      throw new FileRefused(null, "wrong-source", `this is ${sourceName(kind)}, not ${sourceName(expected)}`);
    }
    return yield* readBill(kind, textLines(chunks()));
  });
}

function sourceName(kind: AlipayBillSource): string {
  return kind === "alipay-trade" ? "a trade bill (业务明细)" : "an account bill (账务明细)";
}

function* readBill(
  kind: AlipayBillSource,
  lines: Generator<TextLine, void, undefined>,
): Generator<StatementRow, StatementVerdict, undefined> {
  const head: BillHead = { account: null, periodStart: null, periodEnd: null };
  const columns = readHead(kind, lines, head);
  const readRow = kind === "alipay-trade" ? readTradeRow : readLedgerRow;
  const bill = new BillCheck(kind);
  const keys = new RowKeys();
  for (const { lineNo, text } of lines) {
    if (text.trim() === "") continue;
    if (text.startsWith("#")) {
      bill.footerLine(lineNo, text);
      continue;
    }
    const cells = cleanCells(text);
    if (cells.length !== columns.count) {
      // An unquoted comma in a name: which cell it is cannot be known, so nothing is shifted.
      bill.findings.warn(lineNo, "column-count", `${cells.length} cells, the header has ${columns.count}`);
      continue;
    }
    const row = readRow(cells, columns, lineNo, keys, bill.findings);
    if (row === null) continue;
    bill.add(row);
    yield row;
  }
  return bill.verdict(head);
}

/** Cells without the TABs that Alipay adds against Excel. */
function cleanCells(text: string): string[] {
  const cells = splitRecord(text, ",") ?? text.split(",");
  for (let index = 0; index < cells.length; index += 1) cells[index] = (cells[index] ?? "").trim();
  return cells;
}

function readHead(kind: AlipayBillSource, lines: Iterator<TextLine>, head: BillHead): BillColumns {
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    const { lineNo, text } = next.value;
    if (text.trim() === "") continue;
    if (!text.startsWith("#")) return readColumns(kind, lineNo, text);
    readHeadLine(text.normalize("NFKC"), head);
  }
  throw new FileRefused(null, "truncated", "ends before the list begins");
}

function readHeadLine(text: string, head: BillHead): void {
  head.account ??= /账号:\s*\[?\s*(\d+)/.exec(text)?.[1] ?? null;
  head.periodStart ??= headTime(/起始日期:\s*\[([^\]]*)\]/.exec(text)?.[1]);
  head.periodEnd ??= headTime(/终止日期:\s*\[([^\]]*)\]/.exec(text)?.[1]);
}

function headTime(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const plain = text
    .trim()
    .replace(/(\d{4})年(\d{1,2})月(\d{1,2})日/, (_all, y: string, m: string, d: string) => {
      return `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
    });
  return readMoment(plain)?.at ?? null;
}

function readColumns(kind: AlipayBillSource, lineNo: number, text: string): BillColumns {
  const names = (splitRecord(text, ",") ?? text.split(",")).map(normaliseHeader);
  const missing = REQUIRED[kind].filter((name) => !names.includes(name));
  if (missing.length > 0) throw new FileRefused(lineNo, "missing-column", missing.join("、"));
  if (new Set(names).size !== names.length)
    throw new FileRefused(lineNo, "no-header", "a column occurs twice");
  const found = new Map<string, number>();
  return {
    count: names.length,
    at: (...wanted) => {
      const key = wanted[0] ?? "";
      const known = found.get(key);
      if (known !== undefined) return known;
      const index = wanted.map((name) => names.indexOf(name)).find((at) => at !== -1) ?? -1;
      found.set(key, index);
      return index;
    },
  };
}

/** Holds what the rows add up to against the footer: the file's own proof that it is whole. */
class BillCheck {
  readonly findings = new Findings();
  private readonly tally = new Tally();
  private readonly footers = new Map<"in" | "out", FooterTotal>();
  private readonly sums = { in: { count: 0, fen: 0n }, out: { count: 0, fen: 0n } };
  private ended = false;
  private lastLine = 0;
  private firstDay: string | null = null;
  private lastDay: string | null = null;

  constructor(private readonly kind: AlipayBillSource) {}

  add(row: StatementRow): void {
    this.lastLine = row.lineNo;
    if (this.ended) this.findings.error(row.lineNo, "bad-row", "a row after the end of the list");
    this.tally.add(row);
    if (this.firstDay === null || row.day < this.firstDay) this.firstDay = row.day;
    if (this.lastDay === null || row.day > this.lastDay) this.lastDay = row.day;
    const group = this.groupOf(row);
    if (group === null) return;
    this.sums[group].count += 1;
    this.sums[group].fen += absFen(row.amountFen);
  }

  /** Trade footers count 交易 and 退款 apart; account footers count what came in and what went out. */
  private groupOf(row: StatementRow): "in" | "out" | null {
    if (this.kind === "alipay-trade")
      return row.kind === "payment" ? "in" : row.kind === "refund" ? "out" : null;
    return row.amountFen > 0n ? "in" : row.amountFen < 0n ? "out" : null;
  }

  footerLine(lineNo: number, text: string): void {
    this.lastLine = lineNo;
    const plain = text.normalize("NFKC");
    if (/列表结束/.test(plain)) this.ended = true;
    const total = /^#(交易|退款|收入|支出)合计:(\d+)笔,[^\d+-]*([+-]?[\d.]+)元/.exec(plain);
    if (total === null) return;
    const sumFen = readAmount(total[3] ?? "");
    if (sumFen === null) {
      this.findings.error(lineNo, "bad-amount", "a total of the footer is not an amount");
      return;
    }
    const group = total[1] === "交易" || total[1] === "收入" ? "in" : "out";
    this.footers.set(group, { lineNo, count: Number(total[2]), sumFen: absFen(sumFen) });
  }

  verdict(head: BillHead): StatementVerdict {
    const totals = this.tally.totals();
    if (!this.ended)
      this.findings.error(this.lastLine || null, "truncated", "the end mark of the list is missing");
    else this.checkFooters(totals.rowCount);
    const broken = this.tally.balanceBreak();
    if (broken !== null)
      this.findings.error(broken, "balance-break", "balance before + amount ≠ balance after");
    const start = head.periodStart ?? (this.firstDay === null ? null : startOfShanghaiDay(this.firstDay));
    const end =
      head.periodEnd ?? (this.lastDay === null ? null : startOfShanghaiDay(addDays(this.lastDay, 1)));
    if (start === null || end === null) this.findings.error(null, "truncated", "no period and no rows");
    else if (head.periodStart === null || head.periodEnd === null) {
      this.findings.warn(null, "no-period", "period taken from the rows");
    }
    if (this.findings.errors.length > 0 || start === null || end === null) {
      return { ok: false, errors: this.findings.errors };
    }
    const source: StatementSource = this.kind;
    const { warnings } = this.findings;
    return {
      ok: true,
      summary: {
        source,
        account: head.account,
        accountName: null,
        currency: "CNY",
        periodStart: start,
        periodEnd: end,
        totals,
        payouts: [],
        warnings,
      },
    };
  }

  private checkFooters(rowCount: number): void {
    const doubtful = this.findings.warnings.filter((warning) => warning.reason === "column-count");
    if (this.footers.size < 2 && (rowCount > 0 || doubtful.length > 0)) {
      this.findings.error(this.lastLine, "truncated", "the totals after the list are missing");
      return;
    }
    for (const group of ["in", "out"] as const) {
      const footer = this.footers.get(group);
      const sum = this.sums[group];
      if (footer === undefined || (footer.count === sum.count && footer.sumFen === sum.fen)) continue;
      const told = `${footer.count} / ${fenToYuan(footer.sumFen)}`;
      const detail = `total says ${told}, the rows give ${sum.count} / ${fenToYuan(sum.fen)}`;
      this.findings.error(footer.lineNo, "footer-mismatch", detail);
    }
    // The rows that could not be read are the likely reason: name their lines.
    if (this.findings.errors.some((error) => error.reason === "footer-mismatch")) {
      for (const warning of doubtful) this.findings.error(warning.line, "bad-row", warning.detail);
    }
  }
}
