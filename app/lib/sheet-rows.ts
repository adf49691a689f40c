import { parse } from "csv-parse/sync";

/** Bytes of a spreadsheet's CSV as text: UTF-8, else what Chinese spreadsheets write. */
export function textOfSheet(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder("gb18030").decode(bytes);
    throw error;
  }
}

export interface SheetRow {
  /** In the file, from 1; the header is line 1. */
  line: number;
  cells: string[];
}

/** The rows of a list that are not empty, with commas or tabs; null if it is no table, and the caller says so. */
export function rowsOfSheet(text: string): SheetRow[] | null {
  const plain = text.replace(/^\uFEFF/, "").replaceAll("\0", "");
  const delimiter = plain.slice(0, plain.search(/[\r\n]|$/)).includes("\t") ? "\t" : ",";
  try {
    const rows = parse(plain, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      relax_quotes: true,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return rows
      .map(({ info, record }) => ({ line: info.lines, cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell !== ""));
  } catch {
    return null;
  }
}
