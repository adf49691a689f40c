import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Abacus } from "#app/ui/abacus.tsx";
import { beadsOf, rodsOf } from "#app/ui/abacus-drawing.ts";

const AMOUNTS = [0n, 1n, 9n, 10n, 99n, 100n, 200_000n, 1_817_284_635n, 9_999_999_999n, 123_456_789_012_345n];

describe("beadsOf", () => {
  it("counts five above the beam and one below it, and moves no bead away from its rod", () => {
    for (let digit = 0; digit <= 9; digit += 1) {
      const { counted, away } = beadsOf(digit);
      const value = counted.reduce((sum, row) => sum + (row < 49 ? 5 : 1), 0);
      expect(value).toBe(digit);
      expect(counted.length + away.length).toBe(7);
    }
  });
});

describe("rodsOf", () => {
  it("reads back as the amount", () => {
    for (const fen of AMOUNTS) {
      const read = rodsOf(fen).reduce<bigint>((sum, digit) => sum * 10n + BigInt(digit ?? 0), 0n);
      expect(read).toBe(fen);
    }
  });

  it("is the same ten rods for every amount that fits, and grows for larger ones", () => {
    expect(rodsOf(1n)).toHaveLength(10);
    expect(rodsOf(9_999_999_999n)).toHaveLength(10);
    expect(rodsOf(10_000_000_000n)).toHaveLength(11);
    expect(rodsOf(1n).slice(-3)).toEqual([0, 0, 1]);
  });
});

describe("Abacus", () => {
  it("draws the example of the home page", () => {
    const html = renderToStaticMarkup(<Abacus fen={1_817_284_635n} />);
    expect(html).toContain('aria-label="算盘上拨着 18,172,846.35 元"');
    expect(html).toContain('viewBox="0 0 376 195"');
    // The rod of the fen: one counted bead above the beam, five.
    expect(html).toContain("M342.8 36.1h14.4l7.8 6-7.8 6h-14.4l-7.8-6z");
    expect(html.match(/class="u"/g)).toHaveLength(10);
    expect(html).toMatch(/class="u">千<.*class="u">分</);
  });
});
