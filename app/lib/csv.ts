/** A file begins with it, or Excel reads Chinese as something else. */
export const CSV_BOM = "\uFEFF";

/** One line of CSV for spreadsheets, as RFC 4180 writes it. */
export function csvRecord(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** One cell, quoted where it must be. Nothing in it is a formula to a spreadsheet but the minus of an amount. */
export function csvCell(text: string): string {
  const isFormula = /^[=+@\t\r]/.test(text) || (text.startsWith("-") && !/^-[\d.,]+$/.test(text));
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
