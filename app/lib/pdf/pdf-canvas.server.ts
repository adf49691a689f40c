import PDFDocument from "pdfkit";
import { htmlLang, type Lang } from "#app/lib/i18n.ts";
import { pdfFont, textWidth, type Weight } from "#app/lib/pdf/document-font.server.ts";
import { mm, type PageSize, pageSize, printColours } from "#app/lib/pdf/pdf-page.ts";
import { qrPath } from "#app/lib/qr-path.ts";

export interface PdfSetup {
  title: string;
  lang: Lang;
  /** The moment of the fact that the document tells, not of the printing: the same fact gives the same bytes. */
  createdAt: Date;
  size?: PageSize;
  author?: string;
  subject?: string;
  /** Blank border on every side, in millimetres. */
  marginMm?: number;
  /** For measuring alone: sets the same text in a font that every reader has, embedding none. */
  withoutFont?: boolean;
}

export interface TextStyle {
  size: number;
  weight?: Weight;
  colour?: string;
  /** Extra space behind each letter, in points. */
  spacing?: number;
  align?: "left" | "right" | "center";
  /** A web address that the text opens. */
  link?: string;
}

type StructureElement = PDFKit.PDFStructureElement;
type StructureContent = PDFKit.PDFStructureContent;

/**
 * A PDF on which one draws at given places, with a structure tree that screen readers walk
 * (tagged PDF, ISO 32000-1 §14.8): everything drawn stands inside `element` or `artifact`.
 * Positions are points from the upper left corner; text stands on its baseline.
 */
export class PdfCanvas {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
  readonly #pdf: PDFKit.PDFDocument;
  readonly #root: StructureElement;
  readonly #chunks: Buffer[] = [];

  constructor(setup: PdfSetup) {
    [this.width, this.height] = pageSize(setup.size ?? "A4");
    this.margin = mm(setup.marginMm ?? 20);
    this.#pdf = new PDFDocument({
      size: [this.width, this.height],
      margin: 0,
      pdfVersion: "1.7",
      tagged: true,
      lang: htmlLang(setup.lang),
      displayTitle: true,
      bufferPages: true,
      autoFirstPage: false,
      // No font before the first text: pdfkit would put Helvetica in.
      font: "",
      info: {
        Title: setup.title,
        ...(setup.author ? { Author: setup.author } : {}),
        ...(setup.subject ? { Subject: setup.subject } : {}),
        Producer: "Mingshan",
        Creator: "Mingshan",
        CreationDate: setup.createdAt,
      },
    });
    this.#pdf.registerFont("regular", setup.withoutFont ? "Times-Roman" : pdfFont("regular"));
    this.#pdf.registerFont("bold", setup.withoutFont ? "Times-Bold" : pdfFont("bold"));
    this.#pdf.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
    this.#root = this.#pdf.struct("Document", {});
    this.#pdf.addStructure(this.#root);
    this.#pdf.addPage();
  }

  addPage(): void {
    this.#pdf.addPage();
  }

  get pageCount(): number {
    return this.#pdf.bufferedPageRange().count;
  }

  /** Draws furniture (page numbers, rules) on every page once the last one is known. */
  onEveryPage(draw: (page: number, pages: number) => void): void {
    for (let page = 0; page < this.pageCount; page += 1) {
      this.#pdf.switchToPage(page);
      this.artifact(() => draw(page + 1, this.pageCount));
    }
  }

  /** What is decoration to a screen reader: rules, page numbers, repeated headings. */
  artifact(draw: () => void): void {
    this.#pdf.markContent("Artifact", { type: "Layout" });
    draw();
    this.#pdf.endMarkedContent();
  }

  /** A piece of an element's content on the current page. */
  content(tag: string, draw: () => void): StructureContent {
    const content = this.#pdf.markStructureContent(tag);
    draw();
    this.#pdf.endMarkedContent();
    return content;
  }

  /** An element of the structure tree; without a parent it goes to the end of the document. */
  element(
    tag: string,
    children: (StructureElement | StructureContent)[],
    { alt, scope, inside }: { alt?: string; scope?: "Row" | "Column"; inside?: "another" } = {},
  ): StructureElement {
    const element = this.#pdf.struct(tag, { ...(alt ? { alt } : {}), ...(scope ? { scope } : {}) }, children);
    if (inside === undefined) this.#root.add(element);
    return element;
  }

  /** One element with one piece of content: the usual case. */
  draw(tag: string, draw: () => void, alt?: string): void {
    this.element(tag, [this.content(tag, draw)], alt === undefined ? {} : { alt });
  }

  /** Sets one line; returns its width. */
  text(text: string, x: number, baseline: number, style: TextStyle): number {
    const weight = style.weight ?? "regular";
    const spacing = style.spacing ?? 0;
    const width = textWidth(text, style.size, weight) + spacing * Math.max(0, [...text].length - 1);
    const from = style.align === "right" ? x - width : style.align === "center" ? x - width / 2 : x;
    this.#pdf
      .font(weight)
      .fontSize(style.size)
      .fillColor(style.colour ?? printColours.ink)
      .text(text, from, baseline, {
        lineBreak: false,
        baseline: "alphabetic",
        ...(spacing === 0 ? {} : { characterSpacing: spacing }),
        ...(style.link === undefined ? {} : { link: style.link }),
      });
    return width;
  }

  /** Draws an SVG path, moved to (x, y), scaled and turned (degrees, clockwise) about that point. */
  path(
    data: string,
    { x = 0, y = 0, scale = 1, turn = 0 }: { x?: number; y?: number; scale?: number; turn?: number },
    { fill, stroke, width = 1 }: { fill?: string; stroke?: string; width?: number },
  ): void {
    const pdf = this.#pdf.save().translate(x, y);
    if (turn !== 0) pdf.rotate(turn);
    if (scale !== 1) pdf.scale(scale);
    pdf.path(data).lineWidth(width).lineJoin("round");
    if (fill && stroke) pdf.fillAndStroke(fill, stroke);
    else if (fill) pdf.fill(fill);
    else pdf.stroke(stroke ?? printColours.ink);
    pdf.restore();
  }

  /** A line along the page. */
  rule(x: number, y: number, length: number, width: number, colour: string = printColours.ink): void {
    this.#pdf
      .moveTo(x, y)
      .lineTo(x + length, y)
      .lineWidth(width)
      .stroke(colour);
  }

  /** A text set around (x, y), each letter turned by its place on the arc, as on a round stamp. */
  turned(text: string, x: number, y: number, degrees: number, style: TextStyle): void {
    this.#pdf.save().translate(x, y).rotate(degrees);
    this.text(text, 0, 0, style);
    this.#pdf.restore();
  }

  /** A QR code with its quiet border, `side` points wide. */
  qr(text: string, x: number, y: number, side: number): void {
    const { size, path } = qrPath(text);
    const unit = side / (size + 4);
    this.#pdf.rect(x, y, side, side).fill(printColours.white);
    this.path(path, { x: x + 2 * unit, y: y + 2 * unit, scale: unit }, { fill: printColours.ink });
  }

  /** Ends the document and returns its bytes. */
  async finish(): Promise<Buffer> {
    const ended = new Promise<void>((resolve, reject) => {
      this.#pdf.once("end", resolve);
      this.#pdf.once("error", reject);
    });
    this.#pdf.end();
    await ended;
    return Buffer.concat(this.#chunks);
  }
}
