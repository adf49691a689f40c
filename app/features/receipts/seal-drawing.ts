import { textWidth } from "#app/lib/pdf/document-font.server.ts";
import type { Mark } from "#app/lib/pdf/drawing.ts";
import { printColours } from "#app/lib/pdf/pdf-page.ts";

const RADIUS = 30;
const LETTERS_AT = 21.5;
const WHOLE_ARC = 290;

const circle = (radius: number) =>
  `M${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;

/**
 * The organization's round sign with its name along the rim, in the site's teal: it says who received the gift.
 * It is not the state's supervision seal of bills (监制章), which is red and oval.
 */
export function sealMarks(name: string, x: number, y: number): Mark[] {
  const { teal, white } = printColours;
  const letters = [...name];
  const rim = (WHOLE_ARC * Math.PI * LETTERS_AT) / 180;
  // A long name is set smaller, so that it never runs into its own beginning.
  const size = Math.min(7.4, (7.4 * rim) / (textWidth(name, 7.4, "bold") * 1.05));
  const widths = letters.map((letter) => textWidth(letter, size, "bold"));
  const length = widths.reduce((sum, width) => sum + width, 0);
  const degrees = Math.min(WHOLE_ARC, ((length * 1.3) / LETTERS_AT) * (180 / Math.PI));
  let passed = 0;
  const around = letters.map((letter, index): Mark => {
    const own = widths[index] ?? 0;
    const angle = -degrees / 2 + ((passed + own / 2) / length) * degrees;
    passed += own;
    const radians = (angle * Math.PI) / 180;
    // Each letter stands on the rim, its middle on the spoke of its angle.
    const footX = x + LETTERS_AT * Math.sin(radians) - (own / 2) * Math.cos(radians);
    const footY = y - LETTERS_AT * Math.cos(radians) - (own / 2) * Math.sin(radians);
    return {
      kind: "text",
      text: letter,
      x: footX,
      y: footY,
      size,
      weight: "bold",
      colour: teal,
      turn: angle,
    };
  });
  return [
    { kind: "path", data: circle(RADIUS), x, y, stroke: teal, width: 1.3 },
    { kind: "path", data: circle(RADIUS - 1.9), x, y, stroke: teal, width: 0.45 },
    ...around,
    { kind: "path", data: "M0 -11v21M-9 -3.5h18M-9 -1.6h18", x, y, stroke: teal, width: 0.9 },
    { kind: "path", data: "M-5 0h10l3.3 3-3.3 3h-10l-3.3-3z", x, y, fill: teal },
    { kind: "path", data: "M-4 8h8l2 1.8-2 1.8h-8l-2-1.8z", x, y, fill: white, stroke: teal, width: 0.8 },
  ];
}
