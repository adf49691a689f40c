import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Flow } from "#app/ui/flow.tsx";
import { type FlowUse, layOutRows, layOutUpright, layOutWide } from "#app/ui/flow-geometry.ts";

const USES: FlowUse[] = [
  { key: "a", label: "食材", fen: 31_240n, state: "reached", to: { label: "412 位", note: "11-05" } },
  { key: "b", label: "保温箱", fen: 64_000n, state: "reached", to: { label: "8 个点", note: "11-10" } },
  { key: "c", label: "送餐补贴", fen: 88_000n, state: "waiting", to: { label: "等村里确认" } },
  { key: "d", label: "还没用", fen: 15_560n, state: "unused" },
];
const SMALL: FlowUse = { key: "e", label: "很小的一笔", fen: 1n, state: "reached" };

describe("layouts of a flow", () => {
  it("keep bands in proportion, whole and apart", () => {
    const { uses, arrived, height } = layOutWide(200_000n, 1_200n, USES);
    expect(uses.map((placed) => Number(placed.size.toFixed(1)))).toEqual([34.4, 70.4, 96.8, 17.1]);
    expect(arrived.size).toBeCloseTo(218.7, 1);
    uses.forEach((placed, index) => {
      const next = uses[index + 1];
      if (next === undefined) return;
      expect(next.at).toBeGreaterThan(placed.at + placed.size);
      expect(next.from).toBeCloseTo(placed.from + placed.size, 6);
    });
    expect(uses.at(-1)?.at).toBeLessThan(height);
  });

  it("let one fen of ten thousand yuan be seen, with room for its words", () => {
    const many = [SMALL, ...USES];
    for (const { uses } of [layOutWide(1_000_000n, 0n, many), layOutRows(1_000_000n, many)]) {
      expect(uses[0]?.size).toBe(1.5);
      expect((uses[1]?.middle ?? 0) - (uses[0]?.middle ?? 0)).toBeGreaterThan(36);
    }
  });

  it("stand side by side on a phone only where the words fit", () => {
    const words = (use: FlowUse) => [use.label];
    expect(layOutUpright(200_000n, USES, words)?.uses.at(-1)?.middle).toBeLessThan(358);
    expect(layOutUpright(200_000n, [...USES, ...USES, SMALL], words)).toBeNull();
  });
});

describe("Flow", () => {
  it("draws twice, once for each width, and says itself once", () => {
    const html = renderToStaticMarkup(
      <Flow
        caption="流向图：捐出 2,000.00 元"
        source={{ label: "捐出", fen: 200_000n }}
        cut={{ label: "手续费", fen: 1_200n }}
        arrivedLabel="到账"
        heads={{ used: "用在", reached: "送到" }}
        uses={USES}
      />,
    );
    expect(html.match(/role="img"/g)).toHaveLength(2);
    expect(html.match(/流向图/g)).toHaveLength(1);
    expect(html.match(/¥1,988\.00/g)).toHaveLength(2);
    expect(html).not.toContain("style=");
    expect(html).not.toContain("NaN");
  });
});
