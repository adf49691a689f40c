import { rowsOfSheet, textOfSheet } from "#app/lib/sheet-rows.ts";
import { isIdNumberShaped, plainIdNumber } from "./id-number.ts";

/** Rows of one list of ID numbers; more are two lists. */
export const MOST_ID_ROWS = 50_000;
export const MOST_ID_BYTES = 6 * 1024 * 1024;

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
  const rows = rowsOfSheet(textOfSheet(bytes));
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
