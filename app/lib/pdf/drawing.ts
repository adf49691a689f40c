import type { Weight } from "#app/lib/pdf/document-font.server.ts";
import type { PdfCanvas } from "#app/lib/pdf/pdf-canvas.server.ts";
import { printColours } from "#app/lib/pdf/pdf-page.ts";

/** One thing on a sheet; points from the upper left corner, text on its baseline. */
export type Mark =
  | {
      kind: "text";
      text: string;
      x: number;
      y: number;
      size: number;
      weight?: Weight;
      colour?: string;
      align?: "left" | "right" | "center";
      spacing?: number;
      /** Degrees, clockwise about (x, y). */
      turn?: number;
    }
  | {
      kind: "path";
      data: string;
      x?: number;
      y?: number;
      scale?: number;
      fill?: string;
      stroke?: string;
      width?: number;
    };

/** What belongs together for a reader: a heading, a sentence, a figure with its words; or decoration. */
export interface Piece {
  tag: "H1" | "P" | "Figure" | "Artifact";
  alt?: string;
  marks: Mark[];
}

/** A rule as a path, so that paper and picture draw it alike. */
export function rule(x: number, y: number, length: number, width: number, colour?: string): Mark {
  return { kind: "path", data: `M${x} ${y}h${length}`, stroke: colour ?? printColours.ink, width };
}

function drawMark(canvas: PdfCanvas, mark: Mark): void {
  if (mark.kind === "path") canvas.path(mark.data, mark, mark);
  else if (mark.turn) canvas.turned(mark.text, mark.x, mark.y, mark.turn, mark);
  else canvas.text(mark.text, mark.x, mark.y, mark);
}

/** Draws the pieces on the current page of a PDF. */
export function drawPieces(canvas: PdfCanvas, pieces: readonly Piece[]): void {
  for (const piece of pieces) {
    const draw = () => {
      for (const mark of piece.marks) drawMark(canvas, mark);
    };
    if (piece.tag === "Artifact") canvas.artifact(draw);
    else canvas.draw(piece.tag, draw, piece.alt);
  }
}

const escaped = (text: string) =>
  text.replace(
    /[&<>"]/g,
    (mark) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[mark] ?? mark,
  );

const ANCHORS = { left: "start", right: "end", center: "middle" } as const;

function markToSvg(mark: Mark): string {
  if (mark.kind === "path") {
    const place = `translate(${mark.x ?? 0} ${mark.y ?? 0}) scale(${mark.scale ?? 1})`;
    const stroke = mark.stroke
      ? ` stroke="${mark.stroke}" stroke-width="${mark.width ?? 1}" stroke-linejoin="round"`
      : "";
    return `<path d="${mark.data}" transform="${place}" fill="${mark.fill ?? "none"}"${stroke}/>`;
  }
  const place = `translate(${mark.x} ${mark.y})${mark.turn ? ` rotate(${mark.turn})` : ""}`;
  return (
    `<text transform="${place}" font-size="${mark.size}" font-weight="${mark.weight === "bold" ? 700 : 400}"` +
    ` fill="${mark.colour ?? printColours.ink}" text-anchor="${ANCHORS[mark.align ?? "left"]}"` +
    `${mark.spacing ? ` letter-spacing="${mark.spacing}"` : ""}>${escaped(mark.text)}</text>`
  );
}

/** The same sheet as an SVG on white. */
export function piecesToSvg(pieces: readonly Piece[], width: number, height: number): string {
  const marks = pieces.flatMap((piece) => piece.marks.map(markToSvg)).join("");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="Noto Serif SC" xml:space="preserve">` +
    `<rect width="${width}" height="${height}" fill="${printColours.white}"/>${marks}</svg>`
  );
}
