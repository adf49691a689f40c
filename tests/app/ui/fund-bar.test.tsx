import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { FundBar, MiniBar } from "#app/ui/fund-bar.tsx";

const PARTS = [
  { kind: "used", label: "已用出", fen: 1_120_491_870n },
  { kind: "committed", label: "已批准", fen: 231_840_000n },
  { kind: "held", label: "本金", fen: 170_000_000n },
  { kind: "left", label: "还没安排", fen: 288_966_010n },
  { kind: "costs", label: "手续费", fen: 5_986_755n },
] as const;

function widthsOf(html: string): number[] {
  return [...html.matchAll(/<rect x="[\d.]+%" width="([\d.]+)%" height="32"/g)].map((match) =>
    Number(match[1]),
  );
}

describe("FundBar", () => {
  it("draws beads in proportion and lists the same amounts beside them", () => {
    const html = renderToStaticMarkup(<FundBar totalLabel="收到" total={1_817_284_635n} parts={PARTS} />);
    expect(widthsOf(html)).toEqual([61.65, 12.75, 9.35, 15.9]);
    for (const part of PARTS) expect(html).toContain(`<data value="${part.fen}">`);
    expect(html).not.toContain("style=");
  });

  it("still shows a part of one fen, and never runs past the end", () => {
    const parts = [
      { kind: "used", label: "a", fen: 1n },
      { kind: "left", label: "b", fen: 999_999_999n },
    ] as const;
    const html = renderToStaticMarkup(<FundBar totalLabel="收到" total={1_000_000_000n} parts={parts} />);
    const widths = widthsOf(html);
    expect(widths[0]).toBe(2.2);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(100, 1);
  });

  it("is an empty rod before the first gift, with every part at zero", () => {
    const parts = PARTS.map((part) => ({ ...part, fen: 0n }));
    const html = renderToStaticMarkup(<FundBar totalLabel="收到" total={0n} parts={parts} />);
    expect(widthsOf(html)).toEqual([]);
    expect(html.match(/¥0\.00/g)).toHaveLength(6);
  });
});

describe("MiniBar", () => {
  it("stays inside its line when more was used than planned", () => {
    const html = renderToStaticMarkup(
      <MiniBar whole={100n} parts={[{ fen: 90n }, { fen: 40n, hatched: true }]} />,
    );
    expect(html).toContain('width="90.00%"');
    expect(html).toContain('width="10.00%"');
  });
});
