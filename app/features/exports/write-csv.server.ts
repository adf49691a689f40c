import { createHash } from "node:crypto";
import { CSV_BOM, csvCell, csvRecord } from "#app/lib/csv.ts";
import { invariant } from "#app/lib/invariant.ts";
import { streamRows, type TextRow } from "#app/lib/stream-rows.server.ts";
import { columnsOf, exportSql } from "./export-columns.ts";
import type { ExportRange } from "./export-kinds.ts";

/** What a whole file came to; the same figures stand in its last rows. */
export interface ExportTotals {
  rowCount: number;
  /** Fen by currency; goods are `CNY-GOODS` and never add to money. */
  sums: Map<string, bigint>;
  sizeBytes: number;
  /** Of the file's bytes, byte order mark and last rows with it. */
  sha256: string;
}

/** How far a file has come. */
export interface ExportPart {
  bytes: Uint8Array;
  rowsSoFar: number;
}

/**
 * A file, part by part: byte order mark and head, one record a row, and one last record a currency,
 * `#sum,<its rows>,<currency>,<yuan>`, counted and summed as they were written. A program that wants rows
 * alone skips records whose first cell begins with `#`; a person sees at the end whether the file is whole. All
 * rows are of one moment; memory stays the same however many they are.
 *
 * @returns what the file came to
 */
export async function* exportParts(range: ExportRange): AsyncGenerator<ExportPart, ExportTotals, undefined> {
  const columns = columnsOf(range.kind, range.withDonors);
  const hash = createHash("sha256");
  const sums = new Map<string, bigint>();
  const counts = new Map<string, number>();
  let rowCount = 0;
  let sizeBytes = 0;
  const part = (text: string): ExportPart => {
    const bytes = Buffer.from(text, "utf8");
    hash.update(bytes);
    sizeBytes += bytes.byteLength;
    return { bytes, rowsSoFar: rowCount };
  };
  yield part(CSV_BOM + csvRecord(columns.map(({ name }) => name)));
  const writers = columns.map(({ is }) => CELLS[is]);
  const rows = streamRows(exportSql(range.kind, range.withDonors), [
    range.organizationId,
    range.fromDay,
    range.toDay,
  ]);
  for await (const batch of rows) {
    let text = "";
    for (const row of batch) {
      const [currency, fen] = row;
      invariant(typeof currency === "string" && typeof fen === "string", "an export sums what every row has");
      sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(fen));
      counts.set(currency, (counts.get(currency) ?? 0) + 1);
      text += recordOf(row, writers);
    }
    rowCount += batch.length;
    yield part(text);
  }
  if (sums.size === 0) sums.set("CNY", 0n);
  const last = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, fen]) =>
      csvRecord(["#sum", String(counts.get(currency) ?? 0), currency, yuanOf(String(fen))]),
    );
  yield part(last.join(""));
  return { rowCount, sums, sizeBytes, sha256: hash.digest("hex") };
}

type CellWriter = (text: string) => string;

const CELLS: Readonly<Record<"fen" | "text" | "plain", CellWriter>> = {
  fen: yuanOf,
  text: csvCell,
  // A provider's reference or a code of somebody else's system may begin with anything.
  plain: csvCell,
};

/** The first two columns are the currency and fen that are summed. */
function recordOf(row: TextRow, writers: readonly CellWriter[]): string {
  let line = "";
  for (let at = 0; at < writers.length; at += 1) {
    const text = row[at + 2] ?? null;
    if (at > 0) line += ",";
    if (text !== null) line += writers[at]?.(text) ?? "";
  }
  return `${line}\r\n`;
}

/** `"-123456"` → `"-1234.56"`: fen as text to yuan as text, without a number in between. */
export function yuanOf(fen: string): string {
  const isNegative = fen.startsWith("-");
  const digits = (isNegative ? fen.slice(1) : fen).padStart(3, "0");
  return `${isNegative ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
