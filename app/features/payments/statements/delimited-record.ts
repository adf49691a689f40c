/**
 * Cells of one line. Quotes count only where a cell begins with one and its closing quote is followed by a
 * delimiter; anything else is text ("爱心"捐赠 stays as it is). Null: a quoted cell goes on in the next line.
 */
export function splitRecord(line: string, delimiter: string): string[] | null {
  if (!line.includes('"')) return line.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] === '"') {
      const quoted = readQuoted(line, at, delimiter);
      if (quoted === null) return null;
      if (quoted.next !== -1) {
        cells.push(quoted.text);
        at = quoted.next;
        continue;
      }
    }
    const end = line.indexOf(delimiter, at);
    cells.push(end === -1 ? line.slice(at) : line.slice(at, end));
    at = end === -1 ? line.length + 1 : end + 1;
  }
  return cells;
}

/** `next` −1: what looked quoted is followed by more text, so it is not; null: never closed in this line. */
function readQuoted(line: string, from: number, delimiter: string): { text: string; next: number } | null {
  let at = from + 1;
  for (;;) {
    const quote = line.indexOf('"', at);
    if (quote === -1) return null;
    if (line[quote + 1] === '"') {
      at = quote + 2;
      continue;
    }
    // Some writers put a TAB after every cell, also after a quoted one.
    const after = line[quote + 1] === "\t" && delimiter !== "\t" ? quote + 2 : quote + 1;
    if (after < line.length && line[after] !== delimiter) return { text: "", next: -1 };
    return { text: line.slice(from + 1, quote).replaceAll('""', '"'), next: after + 1 };
  }
}

/** Header names without width, spaces and units: "收入金额（+元）" → "收入金额", "借方发生额/元(支取)" → "借方发生额". */
export function normaliseHeader(cell: string): string {
  return cell
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/\/元/g, "")
    .replace(/\((?:[+-]?元|支取|收入|rmb|人民币)\)/gi, "")
    .replace(/[–—−]/g, "-");
}
