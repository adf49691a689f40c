import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { I18nProvider } from "#app/lib/i18n-react.tsx";
import { Money, Wan } from "#app/ui/money.tsx";
import { formatYuan, headlineYuan } from "#app/ui/money-text.ts";

describe("formatYuan", () => {
  it("shows every fen, the minus as U+2212, and a plus only on request", () => {
    expect(formatYuan(1n)).toBe("¥0.01");
    expect(formatYuan(-29_184_520n)).toBe("−¥291,845.20");
    expect(formatYuan(-29_184_520n, { symbol: false })).toBe("−291,845.20");
    expect(formatYuan(105_000n, { symbol: false, plus: true })).toBe("+1,050.00");
    expect(formatYuan(0n, { plus: true })).toBe("¥0.00");
  });
});

describe("headlineYuan", () => {
  it("rounds large sums for sentences and leaves small ones exact", () => {
    expect(headlineYuan(1_817_284_635n, "zh")).toBe("1,817.28 万元");
    expect(headlineYuan(1_817_284_635n, "en")).toBe("¥18.17 million");
    expect(headlineYuan(99_999n, "zh")).toBe("999.99 元");
    expect(headlineYuan(48_632_057n, "en")).toBe("¥486,320.57");
    expect(headlineYuan(1n, "zh")).toBe("0.01 元");
  });
});

describe("Money", () => {
  it("carries the fen for machines", () => {
    expect(renderToStaticMarkup(<Money fen={-1n} />)).toBe('<data value="-1">−¥0.01</data>');
    const english = (
      <I18nProvider lang="en">
        <Wan fen={1_817_284_635n} />
      </I18nProvider>
    );
    expect(renderToStaticMarkup(english)).toBe('<data value="1817284635">¥18.17 million</data>');
  });
});
