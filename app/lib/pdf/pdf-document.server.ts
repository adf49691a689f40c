import { env } from "#app/lib/env.server.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { breakLines } from "#app/lib/pdf/break-lines.ts";
import { textWidth, type Weight } from "#app/lib/pdf/document-font.server.ts";
import { PdfCanvas, type PdfSetup } from "#app/lib/pdf/pdf-canvas.server.ts";
import { mm, printColours } from "#app/lib/pdf/pdf-page.ts";
import { drawTable, type PdfTable } from "#app/lib/pdf/pdf-table.server.ts";

export interface DocumentSetup extends PdfSetup {
  /** One line at the foot of every page, left of the page number. */
  footer?: string;
}

const HEADINGS = {
  1: { size: 21, above: 0, below: 10, tag: "H1" },
  2: { size: 13.5, above: 18, below: 6, tag: "H2" },
  3: { size: 11, above: 12, below: 4, tag: "H3" },
} as const;

const FOOT_MM = 14;

/**
 * A printed document that flows over its pages: heading after paragraph after table, one column.
 * In a demo every page carries the word 演示; every page carries "第 x 页，共 y 页".
 */
export class PdfDocument {
  readonly canvas: PdfCanvas;
  /** Where the next thing begins, in points from the top of the page. */
  y: number;
  readonly #lang: Lang;
  readonly #footer: string;
  readonly #title: string;

  constructor(setup: DocumentSetup) {
    this.canvas = new PdfCanvas(setup);
    this.y = this.canvas.margin;
    this.#lang = setup.lang;
    this.#footer = setup.footer ?? "";
    this.#title = setup.title;
  }

  /** The left edge and the width of the column. */
  get column(): { x: number; width: number } {
    return { x: this.canvas.margin, width: this.canvas.width - 2 * this.canvas.margin };
  }

  get #bottom(): number {
    return this.canvas.height - this.canvas.margin - mm(6);
  }

  /** Begins a new page unless `height` points are still free; true when it did. */
  ensure(height: number): boolean {
    if (this.y + height <= this.#bottom) return false;
    this.canvas.addPage();
    this.y = this.canvas.margin;
    return true;
  }

  space(points: number): void {
    this.y += points;
  }

  heading(level: 1 | 2 | 3, text: string): void {
    const { size, above, below, tag } = HEADINGS[level];
    const atTop = this.y === this.canvas.margin;
    if (!atTop) this.space(above);
    // A heading never stands alone at the foot of a page.
    this.ensure(size * 1.4 + 48);
    if (level === 2) {
      this.canvas.artifact(() =>
        this.canvas.rule(this.column.x, this.y, this.column.width, 0.6, printColours.line),
      );
      this.space(10);
    }
    this.#lines(tag, text, { size, weight: "bold", leading: 1.4, colour: printColours.ink });
    this.space(below);
  }

  paragraph(
    text: string,
    { size = 10.5, weight = "regular" as Weight, colour = printColours.ink as string } = {},
  ): void {
    this.#lines("P", text, { size, weight, leading: 1.7, colour });
    this.space(size * 0.5);
  }

  /** A remark in smaller grey letters. */
  note(text: string): void {
    this.paragraph(text, { size: 8.5, colour: printColours.ink2 });
  }

  #lines(
    tag: string,
    text: string,
    style: { size: number; weight: Weight; leading: number; colour: string },
  ): void {
    const { x, width } = this.column;
    const height = style.size * style.leading;
    const measure = (part: string) => textWidth(part, style.size, style.weight);
    const contents = breakLines(text, width, measure).map((line) => {
      this.ensure(height);
      const baseline = this.y + style.size * ((style.leading - 1) / 2 + 0.88);
      const content = this.canvas.content(tag, () => {
        this.canvas.text(line, x, baseline, style);
      });
      this.y += height;
      return content;
    });
    this.canvas.element(tag, contents);
  }

  /** Labels with their values beside them; a value may take several lines. */
  pairs(items: { term: string; value: string }[], { termMm = 42, size = 10 } = {}): void {
    this.table(
      {
        columns: [{ width: mm(termMm), colour: printColours.ink3 }, {}],
        rows: items.map(({ term, value }) => [term, value]),
      },
      { size },
    );
  }

  /** Rows under column heads (repeated on every page); money columns are right-aligned, the foot is ruled double. */
  table(table: PdfTable, { size = 9 } = {}): void {
    drawTable(this, table, size);
    this.space(8);
  }

  /** A QR code on the left, its explanation beside it. */
  qr(address: string, lines: string[], { sideMm = 24, label = "" } = {}): void {
    const side = mm(sideMm);
    this.ensure(side + 6);
    const { x } = this.column;
    const top = this.y;
    this.canvas.draw("Figure", () => this.canvas.qr(address, x, top, side), label || address);
    lines.forEach((line, index) => {
      const size = index === 0 ? 10.5 : 8.5;
      this.canvas.draw("P", () => {
        this.canvas.text(line, x + side + mm(5), top + side / 2 + (index - (lines.length - 1) / 2) * 15 + 3, {
          size,
          colour: index === 0 ? printColours.ink : printColours.ink2,
        });
      });
    });
    this.y = top + side + 8;
  }

  /** Draws the furniture, ends the document and returns its bytes. */
  async finish(): Promise<Buffer> {
    const t = translator(this.#lang)("pdf");
    const { x, width } = this.column;
    const foot = this.canvas.height - mm(FOOT_MM);
    const style = { size: 8, colour: printColours.ink3 };
    this.canvas.onEveryPage((page, pages) => {
      this.canvas.rule(x, foot - 12, width, 0.5, printColours.line);
      const left = [env().DEMO ? t("demo") : "", this.#footer].filter((part) => part !== "").join(" · ");
      this.canvas.text(left, x, foot, style);
      this.canvas.text(t("pageOf", { page, pages }), x + width, foot, { ...style, align: "right" });
      if (page > 1) this.canvas.text(this.#title, x, this.canvas.margin - 12, style);
    });
    return await this.canvas.finish();
  }
}
