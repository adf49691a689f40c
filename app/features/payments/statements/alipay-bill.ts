import { BillCheck } from "./alipay-bill-check.ts";
import { type AlipayBillSource, type BillHead, readHead } from "./alipay-bill-head.ts";
import { readLedgerRow } from "./alipay-ledger-row.ts";
import { readTradeRow } from "./alipay-trade-row.ts";
import { splitRecord } from "./delimited-record.ts";
import { asReader, FileRefused } from "./refusal.ts";
import type { StatementReader, StatementRow, StatementVerdict } from "./statement.ts";
import { RowKeys } from "./statement-tally.ts";
import { looksGarbled, pieces, type TextLine, textLines } from "./text-lines.ts";
import { isZip, zipEntries } from "./zip-entries.ts";

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
