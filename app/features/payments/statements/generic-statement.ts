import { type BankHead, type BankHeader, emptyHead, readToHeader } from "./bank-head.ts";
import { headerScore } from "./bank-layout.ts";
import { readBankRows } from "./bank-rows.ts";
import { bankTextLines } from "./bank-text.ts";
import { type ColumnMapping, headerSignature } from "./column-mapping.ts";
import { asReader, FileRefused } from "./refusal.ts";
import type { StatementReader } from "./statement.ts";
import type { TextLine } from "./text-lines.ts";

/** The bank's list that somebody has to say the columns of. */
export interface GenericHead {
  head: BankHead;
  header: BankHeader;
  signature: string;
}

/** Reads to the header of any bank's list. Throws `FileRefused` where no line names columns. */
export function readGenericHead(lines: Iterator<TextLine>): GenericHead {
  const head = emptyHead();
  const header = readToHeader(lines, head, looksLikeHeader);
  if (
    new Set(header.cells).size !== header.cells.length &&
    header.cells.filter((cell) => cell !== "").length < 3
  ) {
    throw new FileRefused(header.lineNo, "no-header", "the columns have no names");
  }
  return { head, header, signature: headerSignature(header) };
}

/** Three known names, or two beside columns that a table of ours does not know yet; never a line with an amount. */
function looksLikeHeader(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== "");
  if (filled.length < 3 || filled.some((cell) => /^[-+¥￥]?\d[\d,]*(\.\d+)?$/.test(cell))) return false;
  return headerScore(cells) >= (filled.length >= 4 ? 2 : 3);
}

/** Any bank's list by the columns that a person has named. */
export function genericReader(mapping: ColumnMapping | null): StatementReader {
  return asReader(function* (bytes) {
    const lines = bankTextLines(bytes);
    const { head, header } = readGenericHead(lines);
    if (mapping === null) {
      throw new FileRefused(header.lineNo, "unknown-columns", "nobody has said yet which column is what");
    }
    const highest = Math.max(...Object.values(mapping.columns));
    if (highest >= header.cells.length) {
      throw new FileRefused(header.lineNo, "missing-column", "fewer columns than were named");
    }
    return yield* readBankRows({ source: "bank-generic", head, header, layout: mapping }, lines);
  });
}
