import { addDays, startOfShanghaiDay } from "#app/lib/time.ts";
import type { BankHead, BankHeader } from "./bank-head.ts";
import type { BankLayout, ColumnRole } from "./bank-layout.ts";
import { BankRowReader } from "./bank-row.ts";
import { splitRecord } from "./delimited-record.ts";
import { readAmountOrBlank } from "./printed-amount.ts";
import { Findings } from "./refusal.ts";
import type { BankSource, StatementRow, StatementVerdict } from "./statement.ts";
import { Tally } from "./statement-tally.ts";
import type { TextLine } from "./text-lines.ts";

/** A bank's list after its header has been found and understood. */
export interface BankList {
  source: BankSource;
  head: BankHead;
  header: BankHeader;
  layout: BankLayout;
}

const TOTAL_ROW = /^(合计|总计|本页|小计|总笔数|总收入|总支出|借方合计|贷方合计|本期合计|累计|total)/i;

/**
 * Reads the rows of a bank's list. The running balance proves that none is missing or changed, read in either
 * order; a row of totals and the balances of the preamble are held against the rows where they are printed.
 */
export function* readBankRows(
  found: BankList,
  lines: Iterable<TextLine>,
): Generator<StatementRow, StatementVerdict, undefined> {
  const { list, rest } = withTrailingDelimiter(found, records(lines, found));
  const check = new ListCheck(list);
  const reader = new BankRowReader(list, check.findings);
  for (const { lineNo, cells } of rest) {
    check.lastLine = lineNo;
    if (cells.every((cell) => cell === "")) continue;
    if (TOTAL_ROW.test(cells[0]?.replace(/\s/g, "") ?? "")) {
      check.totalRow(lineNo, cells);
      continue;
    }
    if (/^-{2,}.*(?:结束|END)/i.test(cells[0] ?? "")) continue;
    const row = reader.read(cells, lineNo);
    if (row === null) continue;
    check.add(row);
    yield row;
  }
  return check.verdict(reader.account);
}

/**
 * Some banks end each row, but not the header, with a delimiter. Taken so only if the first two rows do, and then
 * every row must: one row with a cell too many could as well hold a comma in a name.
 */
function withTrailingDelimiter(
  list: BankList,
  all: Generator<BankRecord, void, undefined>,
): { list: BankList; rest: Iterable<BankRecord> } {
  const count = list.header.cells.length;
  const first: BankRecord[] = [];
  for (let next = all.next(); next.done !== true; next = all.next()) {
    first.push(next.value);
    if (first.filter(isFilled).length >= 2) break;
  }
  const filled = first.filter(isFilled);
  const isTrailing =
    filled.length >= 2 && filled.every(({ cells }) => cells.length === count + 1 && cells.at(-1) === "");
  function* rest() {
    yield* first;
    yield* all;
  }
  if (!isTrailing) return { list, rest: rest() };
  return { list: { ...list, header: { ...list.header, cells: [...list.header.cells, ""] } }, rest: rest() };
}

const isFilled = ({ cells }: BankRecord) => cells.some((cell) => cell !== "");

interface BankRecord {
  lineNo: number;
  cells: string[];
}

/** A quoted cell may hold a few line breaks; a quote that is never closed is text. */
function* records(
  lines: Iterable<TextLine>,
  { header: { delimiter } }: BankList,
): Generator<BankRecord, void, undefined> {
  const clean = (cells: string[]) => {
    for (let index = 0; index < cells.length; index += 1) cells[index] = (cells[index] ?? "").trim();
    return cells;
  };
  let open: TextLine[] = [];
  for (const line of lines) {
    if (open.length === 0) {
      const cells = splitRecord(line.text, delimiter);
      if (cells === null) open.push(line);
      else yield { lineNo: line.lineNo, cells: clean(cells) };
      continue;
    }
    open.push(line);
    const cells = splitRecord(open.map((part) => part.text).join(" "), delimiter);
    if (cells === null && open.length <= 5) continue;
    if (cells !== null) yield { lineNo: open[0]?.lineNo ?? line.lineNo, cells: clean(cells) };
    else yield* open.map((part) => ({ lineNo: part.lineNo, cells: clean(part.text.split(delimiter)) }));
    open = [];
  }
  yield* open.map((part) => ({ lineNo: part.lineNo, cells: clean(part.text.split(delimiter)) }));
}

/** What the rows must add up to, and the file's verdict. */
class ListCheck {
  readonly findings = new Findings();
  lastLine: number | null = null;
  private readonly tally = new Tally();
  private first: string | null = null;
  private last: string | null = null;
  private readonly printed: { lineNo: number; role: "debit" | "credit"; fen: bigint }[] = [];

  constructor(private readonly list: BankList) {}

  add(row: StatementRow): void {
    this.tally.add(row);
    if (this.first === null || row.day < this.first) this.first = row.day;
    if (this.last === null || row.day > this.last) this.last = row.day;
  }

  /** 合计 stands under the columns that it adds up; one of a page is told by its rows no longer fitting. */
  totalRow(lineNo: number, cells: readonly string[]): void {
    if (/^(本页|小计|累计)/.test(cells[0] ?? "") || cells.length !== this.list.header.cells.length) return;
    for (const role of ["debit", "credit"] as const) {
      const fen = readAmountOrBlank(cells[this.placeOf(role)] ?? "");
      if (fen !== null && fen !== 0n) this.printed.push({ lineNo, role, fen });
    }
  }

  private placeOf(role: ColumnRole): number {
    return this.list.layout.columns[role] ?? -1;
  }

  private checkTotals(): void {
    const { inFen, outFen, openingBalanceFen, closingBalanceFen } = this.tally.totals();
    const { openingFen, closingFen } = this.list.head;
    const hasReversals = this.findings.warnings.some((warning) => warning.reason === "reversal");
    for (const { lineNo, role, fen } of this.printed) {
      const sumFen = role === "debit" ? outFen : inFen;
      if (!hasReversals && fen !== sumFen && -fen !== sumFen) {
        this.findings.error(lineNo, "footer-mismatch", `the total says ${fen} fen, the rows give ${sumFen}`);
      }
    }
    const differs = (printed: bigint | null, found: bigint | null) =>
      printed !== null && found !== null && printed !== found;
    if (differs(openingFen, openingBalanceFen) || differs(closingFen, closingBalanceFen)) {
      this.findings.error(null, "footer-mismatch", "the balances before the list are not those of its rows");
    }
  }

  verdict(account: string | null): StatementVerdict {
    const { findings, list } = this;
    const { head } = list;
    const totals = this.tally.totals();
    const broken = this.tally.balanceBreak();
    if (broken !== null && findings.errors.length === 0) {
      findings.error(broken, "balance-break", "balance before + amount ≠ balance after");
      // A row that was read in spite of its commas is the likely reason: name its line.
      for (const { line, reason, detail } of [...findings.warnings]) {
        if (reason === "column-count") findings.error(line, "bad-row", detail);
      }
    }
    if (findings.errors.length === 0) this.checkTotals();
    if (totals.rowCount > 0 && totals.closingBalanceFen === null) {
      findings.warn(null, "no-balance", "no running balance: nothing proves that no row is missing");
    }
    const first = head.periodStart ?? this.first;
    const last = head.periodEnd ?? this.last;
    if (first === null || last === null) {
      if (findings.errors.length === 0) findings.error(this.lastLine, "truncated", "no rows and no period");
    } else if (head.periodStart === null || head.periodEnd === null) {
      findings.warn(null, "no-period", "period taken from the rows");
    }
    if (findings.errors.length > 0 || first === null || last === null)
      return { ok: false, errors: findings.errors };
    return {
      ok: true,
      summary: {
        source: list.source,
        account,
        accountName: head.accountName,
        currency: "CNY",
        periodStart: startOfShanghaiDay(earlier(first, this.first)),
        periodEnd: startOfShanghaiDay(addDays(later(last, this.last), 1)),
        totals,
        payouts: [],
        warnings: findings.warnings,
      },
    };
  }
}

const earlier = (day: string, other: string | null) => (other !== null && other < day ? other : day);
const later = (day: string, other: string | null) => (other !== null && other > day ? other : day);
