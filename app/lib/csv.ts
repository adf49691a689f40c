/**
 * CSV as spreadsheets and programs both read it: UTF-8 with a byte order mark (without it Excel reads Chinese
 * as something else), quoted as RFC 4180 says, CRLF after every record.
 */
export const CSV_BOM = "\uFEFF";
export const CSV_MEDIA_TYPE = "text/csv; charset=utf-8";

/** Begins a formula in a spreadsheet, also full-width: somebody's text must never be run. */
const FORMULA = /^[=+@\t\r\n＝＋＠]/;
const MINUS = /^[-－−]/;
/** The minus of an amount is no formula. */
const AMOUNT = /^-\d[\d.,]*$/;
const QUOTED = /[",\r\n]/;
/** Most cells of a million rows need neither: one look tells. */
const NEEDS_CARE = /[",\r\n]|^[-=+@\t＝＋＠－−]/;

/** One record with its line end. */
export function csvRecord(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** One cell, quoted where it must be; what a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvCell(text: string): string {
  if (!NEEDS_CARE.test(text)) return text;
  const isFormula = FORMULA.test(text) || (MINUS.test(text) && !AMOUNT.test(text));
  const safe = isFormula ? `'${text}` : text;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
