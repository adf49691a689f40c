import { formatFen } from "#app/lib/money.ts";

const ROD_GAP = 36;
/** 千百十万千百十元角分: one frame for every amount, so that all gifts look alike. */
const RODS = 10;

/** Rows of a rod, in drawing units from the top: above the beam one bead counts five, below each counts one. */
const ABOVE_AWAY = [9, 22.2] as const;
const ABOVE_COUNTED = 36.1;
const BELOW_COUNTED = [58.1, 71.3, 84.5, 97.7] as const;
const BELOW_AWAY = [128.3, 115.1, 101.9, 88.7, 75.5] as const;

/** How the two beads above and the five below stand for one digit. */
export function beadsOf(digit: number): { counted: number[]; away: number[] } {
  const fives = digit >= 5 ? 1 : 0;
  const ones = digit % 5;
  return {
    counted: [...(fives === 1 ? [ABOVE_COUNTED] : []), ...BELOW_COUNTED.slice(0, ones)],
    away: [...ABOVE_AWAY.slice(0, 2 - fives), ...BELOW_AWAY.slice(0, 5 - ones)],
  };
}

/** The digits of an amount on its rods, from the highest unit to the fen; empty rods hold null. */
export function rodsOf(fen: bigint): (number | null)[] {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, "0");
  const rods = Math.max(RODS, digits.length);
  const empty: null[] = Array.from({ length: rods - digits.length }, () => null);
  return [...empty, ...[...digits].map(Number)];
}

function beadPath(x: number, rows: readonly number[]): string {
  return rows.map((y) => `M${(x - 7.2).toFixed(1)} ${y}h14.4l7.8 6-7.8 6h-14.4l-7.8-6z`).join("");
}

/** The parts of an abacus as paths and places, for the page, the printed document and the picture alike. */
export interface AbacusDrawing {
  width: number;
  height: number;
  rods: string;
  frame: string;
  beam: string;
  away: string;
  counted: string;
  /** The dot between yuan and jiao, on the beam and between the digits. */
  pointX: number;
  labels: { x: number; digit: number | null; unit: string }[];
  amount: string;
}

export const ABACUS_COLOURS = {
  rod: "#8b918b",
  frame: "#1a2320",
  away: "#fbfaf5",
  counted: "#0a5c50",
} as const;

/** @param units the names of the rods from the highest known one to the fen, as the dictionary lists them */
export function abacusDrawing(fen: bigint, units: readonly string[]): AbacusDrawing {
  const digits = rodsOf(fen);
  const names = units.slice(-digits.length);
  const rods = digits.map((digit, index) => ({
    x: 26 + index * ROD_GAP,
    digit,
    unit: names[index] ?? "",
    beads: beadsOf(digit ?? 0),
  }));
  const width = digits.length * ROD_GAP + 16;
  return {
    width,
    height: 195,
    rods: rods.map(({ x }) => `M${x} 8V141.3`).join(""),
    frame: `M1.5 6h${width - 3}V143.3H1.5z`,
    beam: `M1.5 49.6h${width - 3}v7H1.5z`,
    away: rods.map(({ x, beads }) => beadPath(x, beads.away)).join(""),
    counted: rods.map(({ x, beads }) => beadPath(x, beads.counted)).join(""),
    pointX: width - 80,
    labels: rods.map(({ x, digit, unit }) => ({ x, digit, unit })),
    amount: formatFen(fen),
  };
}
