import { describe, expect, it } from "vitest";
import { capitalAmount } from "#app/features/receipts/capital-amount.ts";

/** Among them the examples of 支付结算办法 附一 and 会计基础工作规范. */
const examples: [string, string][] = [
  ["0.01", "人民币壹分"],
  ["0.10", "人民币壹角整"],
  ["0.00", "人民币零元整"],
  ["1.00", "人民币壹元整"],
  ["10.00", "人民币壹拾元整"],
  ["20.05", "人民币贰拾元零伍分"],
  ["325.04", "人民币叁佰贰拾伍元零肆分"],
  ["1409.50", "人民币壹仟肆佰零玖元伍角整"],
  ["2000.00", "人民币贰仟元整"],
  ["6007.14", "人民币陆仟零柒元壹角肆分"],
  ["16409.02", "人民币壹万陆仟肆佰零玖元零贰分"],
  ["100700.00", "人民币壹拾万零柒佰元整"],
  ["107000.53", "人民币壹拾万柒仟元伍角叁分"],
  ["1000001.00", "人民币壹佰万零壹元整"],
  ["10000000.00", "人民币壹仟万元整"],
  ["100000001.00", "人民币壹亿零壹元整"],
  ["100010000.00", "人民币壹亿零壹万元整"],
  ["1234567890.12", "人民币壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分"],
];

describe("an amount in Chinese capitals", () => {
  it.each(examples)("%s is %s", (yuan, words) => {
    expect(capitalAmount(BigInt(yuan.replace(".", "")))).toBe(words);
  });

  it("says every amount up to a million yuan in its own words", () => {
    const seen = new Set<string>();
    let count = 0;
    for (let fen = 1n; fen < 100_000_000n; fen += 9_973n) {
      seen.add(capitalAmount(fen));
      count += 1;
    }
    expect(seen.size).toBe(count);
  });
});
