import { percentOf } from "#app/ui/share.ts";

/** A thing that part of the sum went to. */
export type FlowUse = {
  key: string;
  label: string;
  /** For the upright drawing on a phone. */
  short?: string;
  fen: bigint;
  /** reached: confirmed there. waiting: paid, not confirmed. unused: still here. */
  state: "reached" | "waiting" | "unused";
  to?: { label: string; short?: string; note?: string };
};

export type Placed = {
  use: FlowUse;
  /** Where its band leaves the trunk, and where it arrives; along the main axis of the drawing. */
  from: number;
  at: number;
  size: number;
  /** Middle of its place, for words. */
  middle: number;
};

/** Bands thinner than this would not be seen; ¥0.01 of a large gift must be. */
const THINNEST = 1.5;
const WIDE = { trunk: 220, top: 32, gap: 24, least: 44 } as const;
const UPRIGHT = { left: 4, right: 354, trunk: 268, trunkLeft: 45 } as const;

function sizeOf(fen: bigint, whole: bigint, trunk: number): number {
  return Math.max(THINNEST, (percentOf(fen, whole) * trunk) / 100);
}

function placeFrom(uses: readonly FlowUse[], sizes: readonly number[], from: number): Placed[] {
  let start = from;
  return uses.map((use, index) => {
    const size = sizes[index] ?? THINNEST;
    const placed = { use, from: start, at: 0, size, middle: 0 };
    start += size;
    return placed;
  });
}

export type WideLayout = {
  height: number;
  source: { top: number; size: number };
  arrived: { top: number; size: number };
  uses: Placed[];
};

/** Lying from left to right; 1040 units wide, as high as the uses need. */
export function layOutWide(source: bigint, cut: bigint, uses: readonly FlowUse[]): WideLayout {
  const sizes = uses.map((use) => sizeOf(use.fen, source, WIDE.trunk));
  const slots = sizes.map((size) => Math.max(size + WIDE.gap, WIDE.least));
  const slotsHeight = slots.reduce((sum, slot) => sum + slot, 0);
  const arrivedSize = sizes.reduce((sum, size) => sum + size, 0);
  const cutSize = cut > 0n ? sizeOf(cut, source, WIDE.trunk) : 0;
  const arrivedTop = WIDE.top + Math.max(12, (slotsHeight - arrivedSize) / 2);
  let slotTop = WIDE.top;
  const placed = placeFrom(uses, sizes, arrivedTop).map((band, index) => {
    const slot = slots[index] ?? 0;
    const at = slotTop + (slot - band.size) / 2;
    slotTop += slot;
    return { ...band, at, middle: at + band.size / 2 };
  });
  const sourceSize = arrivedSize + cutSize;
  const height = Math.max(WIDE.top + slotsHeight, arrivedTop + arrivedSize + 12) + 18;
  return {
    height,
    source: { top: arrivedTop - cutSize, size: sourceSize },
    arrived: { top: arrivedTop, size: arrivedSize },
    uses: placed,
  };
}

/** How wide a text of 15 px is drawn, near enough to see whether it fits. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += /[\u2e80-\uffef]/.test(letter) ? 15 : 8.4;
  return width;
}

export type UprightLayout = { trunkLeft: number; trunkSize: number; arrivedSize: number; uses: Placed[] };

/** Standing, for a phone; null when the words of the uses do not fit beside each other. */
export function layOutUpright(
  source: bigint,
  uses: readonly FlowUse[],
  words: (use: FlowUse) => readonly string[],
): UprightLayout | null {
  const sizes = uses.map((use) => sizeOf(use.fen, source, UPRIGHT.trunk));
  const slots = uses.map((use, index) => Math.max(sizes[index] ?? 0, ...words(use).map(textWidth)));
  const room = UPRIGHT.right - UPRIGHT.left;
  const needed = slots.reduce((sum, slot) => sum + slot, 0);
  const gaps = Math.max(1, uses.length - 1);
  const gap = (room - needed) / gaps;
  if (uses.length > 1 && gap < 8) return null;
  if (needed > room) return null;
  const arrivedSize = sizes.reduce((sum, size) => sum + size, 0);
  const arrivedLeft = UPRIGHT.trunkLeft + UPRIGHT.trunk - arrivedSize;
  let slotLeft: number = uses.length === 1 ? UPRIGHT.left + (room - needed) / 2 : UPRIGHT.left;
  const placed = placeFrom(uses, sizes, arrivedLeft).map((band, index) => {
    const slot = slots[index] ?? 0;
    const middle = slotLeft + slot / 2;
    slotLeft += slot + gap;
    return { ...band, at: middle - band.size / 2, middle };
  });
  return { trunkLeft: UPRIGHT.trunkLeft, trunkSize: UPRIGHT.trunk, arrivedSize, uses: placed };
}

export type RowsLayout = { height: number; trunk: { top: number; size: number }; uses: Placed[] };

const ROW = { top: 62, least: 58, trunk: 200 } as const;

/** For a phone when there are many uses or long words: one row for each, the trunk at the left edge. */
export function layOutRows(source: bigint, uses: readonly FlowUse[]): RowsLayout {
  const sizes = uses.map((use) => sizeOf(use.fen, source, ROW.trunk));
  const trunkSize = sizes.reduce((sum, size) => sum + size, 0);
  const slots = sizes.map((size) => Math.max(size + 14, ROW.least));
  const slotsHeight = slots.reduce((sum, slot) => sum + slot, 0);
  const top = ROW.top + Math.max(0, (slotsHeight - trunkSize) / 2);
  let slotTop: number = ROW.top;
  const placed = placeFrom(uses, sizes, top).map((band, index) => {
    const slot = slots[index] ?? 0;
    const at = slotTop + (slot - band.size) / 2;
    slotTop += slot;
    return { ...band, at, middle: at + band.size / 2 };
  });
  const height = Math.max(slotTop, top + trunkSize) + 8;
  return { height, trunk: { top, size: trunkSize }, uses: placed };
}
