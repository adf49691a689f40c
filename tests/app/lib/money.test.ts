import { describe, expect, it } from "vitest";
import { fenToYuan, formatFen, formatWan, parseFen, parseTypedYuan } from "#app/lib/money.ts";

describe("amounts that people type", () => {
  it.each([
    ["36.50", 3_650n],
    ["0.01", 1n],
    ["1,234.5", 123_450n],
    ["３６．５", 3_650n],
    ["￥５０", 5_000n],
    [" 12元 ", 1_200n],
    ["8。5", 850n],
    ["10000000", 1_000_000_000n],
  ])("%s is understood", (typed, amountFen) => {
    expect(parseTypedYuan(typed)).toEqual({ ok: true, amountFen });
  });

  it.each([
    ["", "empty"],
    ["0", "not-positive"],
    ["0.00", "not-positive"],
    ["-5", "not-positive"],
    ["1.234", "too-many-decimals"],
    ["10000000.01", "too-large"],
    ["99999999999999999999", "too-large"],
    ["1e3", "not-a-number"],
    ["12,34", "not-a-number"],
    ["十元", "not-a-number"],
    ["0x10", "not-a-number"],
    ["1.2.3", "not-a-number"],
  ])("%s is refused as %s", (typed, reason) => {
    expect(parseTypedYuan(typed)).toEqual({ ok: false, reason });
  });
});

describe("amounts in files and on pages", () => {
  it("are exact far beyond what a float holds", () => {
    const large = 9_007_199_254_740_993n;
    expect(fenToYuan(large)).toBe("90071992547409.93");
    expect(parseFen(fenToYuan(large))).toBe(large);
    expect(formatFen(-large)).toBe("−90,071,992,547,409.93");
  });

  it("round only in headlines, half up", () => {
    expect(formatWan(1_817_284_635n)).toBe("1,817.28");
    expect(formatWan(1_817_285_000n)).toBe("1,817.29");
    expect(formatWan(-5_000n)).toBe("−0.01");
  });

  it.each(["1.234", "", "abc", "1,2", "--1", "1e5", "¥1"])("%s in a file is no amount", (text) => {
    expect(parseFen(text)).toBeNull();
  });
});
