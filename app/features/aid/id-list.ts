import { parse } from "csv-parse/sync";
import { isIdNumberShaped, plainIdNumber } from "./id-number.ts";

/** Rows of one list of ID numbers; more are two lists. */
export const MOST_ID_ROWS = 50_000;
export const MOST_ID_BYTES = 6 * 1024 * 1024;

/** Bytes of a spreadsheet's CSV as text: UTF-8, else what Chinese spreadsheets write. */
export function textOfList(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder("gb18030").decode(bytes);
    throw error;
  }
}

export interface ListRow {
  /** In the file, from 1; the header is line 1. */
  line: number;
  cells: string[];
}

/** A list's rows that are not empty, with commas or tabs; null if it is no table. */
export function rowsOfList(text: string): ListRow[] | null {
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

/** A column's name as it is compared. */
export const plainHead = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s()_.*]/g, "");

const ID_HEADS = [
  "身份证号",
  "身份证号码",
  "身份证",
  "证件号码",
  "公民身份号码",
  "idnumber",
  "id",
  "hash",
  "指纹",
];

export interface IdRow {
  line: number;
  /** An ID number, or 64 hex digits where the list was hashed before it was sent. */
  value: string;
}

export type IdList =
  | { ok: true; rows: IdRow[]; badLines: number[] }
  | { ok: false; reason: "unreadable" | "no-id-column" | "empty" | "too-many" };

/**
 * Reads the column of ID numbers out of a list and forgets the rest of it. A row without one is counted and left
 * out; it never stops its neighbours.
 */
export function readIdList(bytes: Uint8Array): IdList {
  const rows = rowsOfList(textOfList(bytes));
  if (rows === null) return { ok: false, reason: "unreadable" };
  const [head, ...body] = rows;
  if (!head || body.length === 0) return { ok: false, reason: "empty" };
  if (body.length > MOST_ID_ROWS) return { ok: false, reason: "too-many" };
  const place = head.cells.findIndex((name) => ID_HEADS.includes(plainHead(name)));
  if (place < 0) return { ok: false, reason: "no-id-column" };
  const good: IdRow[] = [];
  const badLines: number[] = [];
  for (const { line, cells } of body) {
    // A spreadsheet writes a leading apostrophe to keep digits as text.
    const plain = plainIdNumber((cells[place] ?? "").replace(/^'/, ""));
    if (isIdNumberShaped(plain)) good.push({ line, value: plain });
    else if (/^[0-9A-F]{64}$/.test(plain)) good.push({ line, value: plain.toLowerCase() });
    else badLines.push(line);
  }
  return { ok: true, rows: good, badLines };
}
