import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { BarChart } from "#app/ui/bar-chart.tsx";
import { roundCeiling, shownLabels } from "#app/ui/chart.tsx";
import { LineChart } from "#app/ui/line-chart.tsx";
import { Scale } from "#app/ui/scale.tsx";

const POINTS = [
  { key: "1", label: "1 月", value: 0n },
  { key: "2", label: "2 月", value: 1n },
  { key: "3", label: "3 月", value: 123_456_789n },
];
const HEADS = ["月份", "金额（元）"] as const;
const format = (value: bigint) => `${value} 分`;

describe("the scale of a chart", () => {
  it("ends at the next round number", () => {
    expect([1n, 3n, 11n, 99n, 123_456_789n, 500n].map(roundCeiling)).toEqual([
      1n,
      5n,
      20n,
      100n,
      200_000_000n,
      500n,
    ]);
  });

  it("writes at most twelve labels, about half of them on a phone", () => {
    const labels = shownLabels(365);
    expect(labels.filter((label) => label !== "never").length).toBeLessThanOrEqual(12);
    expect(shownLabels(12).filter((label) => label === "always")).toHaveLength(6);
    expect(shownLabels(5).every((label) => label === "always")).toBe(true);
  });
});

describe.each([
  ["bars", BarChart],
  ["a line", LineChart],
])("%s", (_, Chart) => {
  const html = renderToStaticMarkup(
    <Chart caption="每月收到" points={POINTS} format={format} heads={HEADS} />,
  );

  it("has a table with the same values", () => {
    for (const point of POINTS)
      expect(html).toContain(`<data value="${point.value}">${point.value} 分</data>`);
    expect(html).toContain("最高 123456789 分，3 月");
  });

  it("can be drawn without data and without inline styles", () => {
    const empty = renderToStaticMarkup(<Chart caption="没有" points={[]} format={format} heads={HEADS} />);
    expect(empty + html).not.toMatch(/NaN|style=|undefined/);
  });
});

describe("BarChart", () => {
  it("lets one fen be seen and draws nothing for nothing", () => {
    const html = renderToStaticMarkup(
      <BarChart caption="每月收到" points={POINTS} format={format} heads={HEADS} />,
    );
    const heights = [...html.matchAll(/height="([\d.]+)" fill="#0a5c50"/g)].map((match) => Number(match[1]));
    expect(heights).toEqual([0, 1.5, expect.any(Number)]);
  });
});

describe("Scale", () => {
  it("marks the band that the value is in, edges included", () => {
    const bands = [
      { from: 0, label: "待改进" },
      { from: 60, label: "合格" },
      { from: 90, label: "优" },
    ];
    const mine = (value: number) =>
      /class="bd me">([^<]+)</.exec(
        renderToStaticMarkup(<Scale value={value} bands={bands} label="分档" />),
      )?.[1];
    expect([0, 59.99, 60, 90, 100].map(mine)).toEqual(["待改进", "待改进", "合格", "优", "优"]);
  });
});
