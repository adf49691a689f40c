import { cellsOf } from "./bank-head.ts";
import { columnsByName, plainName } from "./bank-layout.ts";
import { bareBytes, otherBank } from "./bank-text.ts";
import { isCcb } from "./ccb-statement.ts";
import { type GenericHead, readGenericHead } from "./generic-statement.ts";
import { icbcLayout } from "./icbc-statement.ts";
import { FileRefused } from "./refusal.ts";
import type { StatementSource } from "./statement.ts";
import { pieces, type TextLine, textLines } from "./text-lines.ts";
import { isZip, zipEntries } from "./zip-entries.ts";

/** Lines of a list that a person is shown. */
const SHOWN_ROWS = 8;

/** What a file seems to be, told by its first lines. */
export interface Detection {
  /** Null: nothing that is known. */
  source: StatementSource | null;
  /** As printed, where it is. */
  account: string | null;
  /** Of a bank's list: its header and first rows, for saying which column is what. */
  list: (GenericHead & { rows: ListRow[] }) | null;
}

/** A line of the list as it stands, and its cells. */
export interface ListRow {
  lineNo: number;
  text: string;
  cells: string[];
}

const UNKNOWN: Detection = { source: null, account: null, list: null };

/** Tells what a file is from its beginning alone. Never throws for a bad file: that one is unknown. */
export function detectStatement(bytes: Uint8Array): Detection {
  try {
    const alipay = isZip(bytes) ? zipEntries(bytes).map((entry) => entry.chunks) : [() => pieces(bytes)];
    for (const chunks of alipay) {
      const source = alipaySource(chunks());
      if (source !== null) return { ...UNKNOWN, source };
    }
    return detectBare(bareBytes(bytes));
  } catch (error) {
    if (error instanceof FileRefused) return UNKNOWN;
    throw error;
  }
}

function alipaySource(chunks: Iterable<Uint8Array>): StatementSource | null {
  for (const { lineNo, text } of textLines(chunks, "gb18030")) {
    if (text.startsWith("#") && text.includes("汇总列表")) return null;
    if (text.includes("账务流水号")) return "alipay-signcustomer";
    if (text.includes("支付宝交易号") && text.includes("业务类型")) return "alipay-trade";
    if (lineNo > 40) break;
  }
  return null;
}

function detectBare(chunks: () => Iterable<Uint8Array>): Detection {
  const [first] = chunks();
  const beginning = Buffer.from(first ?? new Uint8Array())
    .subarray(0, 4_096)
    .toString("latin1");
  if (beginning.includes('"stripe_books"')) return { ...UNKNOWN, source: "stripe" };
  if (/<(?:\w+:)?Document\b|<\?xml/.test(beginning)) {
    return { ...UNKNOWN, source: /camt\.053|BkToCstmrStmt/.test(beginning) ? "bank-camt053" : null };
  }
  if (/^(?:\uFEFF|ï»¿)?(?:[^\n]*\n){0,6}(?:\{1:|:20:)/.test(beginning))
    return { ...UNKNOWN, source: "bank-mt940" };
  return detectList(textLines(chunks()));
}

function detectList(lines: Generator<TextLine, void, undefined>): Detection {
  const found = readGenericHead(lines);
  const { head, header } = found;
  const rows: ListRow[] = [];
  for (const { lineNo, text } of lines) {
    const cells = cellsOf(text, header.delimiter);
    if (cells.some((cell) => cell !== "")) rows.push({ lineNo, text, cells });
    if (rows.length >= SHOWN_ROWS) break;
  }
  const own = columnsByName(header.cells).account;
  const account =
    head.account ?? (own === undefined ? null : (rows[0]?.cells[own]?.replace(/\D/g, "") ?? null));
  return { source: listSource(found), account: account === "" ? null : account, list: { ...found, rows } };
}

function listSource({ head, header }: GenericHead): StatementSource {
  const names = header.cells.map(plainName);
  if (isCcb(names, head.text)) return "bank-ccb";
  const bank = otherBank(head.text);
  return icbcLayout(names) !== null && (bank === null || bank === "工商银行") ? "bank-icbc" : "bank-generic";
}
