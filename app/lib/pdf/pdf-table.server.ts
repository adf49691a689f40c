import { breakLines } from "#app/lib/pdf/break-lines.ts";
import { textWidth, type Weight } from "#app/lib/pdf/document-font.server.ts";
import type { PdfDocument } from "#app/lib/pdf/pdf-document.server.ts";
import { printColours } from "#app/lib/pdf/pdf-page.ts";

export interface PdfColumn {
  head?: string;
  /** Points; columns without a width share what is left, by `share` (1 unless told). */
  width?: number;
  share?: number;
  align?: "left" | "right";
  colour?: string;
}

export interface PdfTable {
  columns: PdfColumn[];
  rows: string[][];
  /** The total: a single line above, a double line below. */
  foot?: string[];
}

interface Placed extends PdfColumn {
  x: number;
  width: number;
}

const GAP = 8;
const LEADING = 1.5;
const PADDING = 3.5;

interface Cells {
  texts: string[][];
  height: number;
  weight: Weight;
  size: number;
}

/** Draws a table into a document; a row never breaks over two pages, and the heads are repeated. */
export function drawTable(document: PdfDocument, table: PdfTable, size: number): void {
  const columns = place(document, table.columns);
  const hasHead = columns.some(({ head }) => head);
  const head = cellsOf(
    columns,
    columns.map((column) => column.head ?? ""),
    { size: size - 0.5, weight: "bold" },
  );
  const rows: PDFKit.PDFStructureElement[] = [];
  const drawHead = (asArtifact: boolean) => {
    if (!hasHead) return;
    if (asArtifact) document.canvas.artifact(() => drawCells(document, columns, head));
    else rows.push(structuredRow(document, columns, head, "Column"));
    document.canvas.artifact(() => line(document, 0.9));
  };
  document.ensure(head.height * 2 + 20);
  drawHead(false);
  const body = table.rows.map((texts) => cellsOf(columns, texts, { size, weight: "regular" }));
  for (const cells of body) {
    if (document.ensure(cells.height)) drawHead(true);
    rows.push(structuredRow(document, columns, cells, "Row"));
    document.canvas.artifact(() => line(document, 0.35, printColours.line));
  }
  if (table.foot) {
    const foot = cellsOf(columns, table.foot, { size, weight: "bold" });
    if (document.ensure(foot.height + 6)) drawHead(true);
    document.canvas.artifact(() => line(document, 0.9));
    rows.push(structuredRow(document, columns, foot, "Row"));
    document.canvas.artifact(() => {
      line(document, 0.7);
      document.space(2);
      line(document, 0.7);
    });
  }
  document.canvas.element("Table", rows);
}

function place(document: PdfDocument, columns: PdfColumn[]): Placed[] {
  const { x, width } = document.column;
  const fixed = columns.reduce((sum, column) => sum + (column.width ?? 0), 0);
  const shares = columns.reduce((sum, column) => sum + (column.width ? 0 : (column.share ?? 1)), 0);
  const free = width - fixed - GAP * (columns.length - 1);
  let at = x;
  return columns.map((column) => {
    const own = column.width ?? (free * (column.share ?? 1)) / shares;
    const placed = { ...column, x: at, width: own };
    at += own + GAP;
    return placed;
  });
}

function cellsOf(
  columns: Placed[],
  texts: string[],
  { size, weight }: { size: number; weight: Weight },
): Cells {
  const measure = (part: string) => textWidth(part, size, weight);
  const broken = columns.map(({ width }, index) => breakLines(texts[index] ?? "", width, measure));
  const lines = Math.max(...broken.map((cell) => cell.length));
  return { texts: broken, height: lines * size * LEADING + 2 * PADDING, weight, size };
}

function drawCell(document: PdfDocument, column: Placed, cells: Cells, index: number): void {
  for (const [row, text] of (cells.texts[index] ?? []).entries()) {
    const baseline = document.y + PADDING + cells.size * (row * LEADING + 1.08);
    document.canvas.text(text, column.align === "right" ? column.x + column.width : column.x, baseline, {
      size: cells.size,
      weight: cells.weight,
      align: column.align ?? "left",
      colour: column.colour ?? printColours.ink,
    });
  }
}

function drawCells(document: PdfDocument, columns: Placed[], cells: Cells): void {
  for (const [index, column] of columns.entries()) drawCell(document, column, cells, index);
  document.space(cells.height);
}

function structuredRow(
  document: PdfDocument,
  columns: Placed[],
  cells: Cells,
  scope: "Row" | "Column",
): PDFKit.PDFStructureElement {
  const { canvas } = document;
  const elements = columns.map((column, index) => {
    // The first cell of a row names it.
    const tag = scope === "Column" || index === 0 ? "TH" : "TD";
    const content = canvas.content(tag, () => drawCell(document, column, cells, index));
    return canvas.element(tag, [content], { inside: "another", ...(tag === "TH" ? { scope } : {}) });
  });
  document.space(cells.height);
  return canvas.element("TR", elements, { inside: "another" });
}

function line(document: PdfDocument, width: number, colour: string = printColours.ink): void {
  const { x, width: length } = document.column;
  document.canvas.rule(x, document.y, length, width, colour);
}
