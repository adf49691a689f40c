import { describe, expect, it } from "vitest";
import {
  E4,
  giftE4Of,
  type OrderToCompute,
  returnE4Of,
  roundUpFen,
} from "#app/features/consumption/rules/compute-gift.ts";
import type { AgreementTerms, Rule } from "#app/features/consumption/rules/terms.ts";
import { TERMS } from "#tests/factories/consumption.ts";
import { Chance } from "#tests/simulation/chance.ts";

const terms = (rule: Rule, over: Partial<AgreementTerms> = {}): AgreementTerms => ({
  ...TERMS,
  rule,
  ...over,
});
const order = (amountFen: bigint, over: Partial<OrderToCompute> = {}): OrderToCompute => ({
  amountFen,
  discountFen: 0n,
  itemCount: null,
  items: null,
  ...over,
});
/** In fen, where the gift is whole fen. */
const fenOf = (rule: Rule, one: OrderToCompute, over: Partial<AgreementTerms> = {}) => {
  const giftE4 = giftE4Of(terms(rule, over), one);
  expect(giftE4 % E4).toBe(0n);
  return giftE4 / E4;
};
const listed = [
  { sku: "noodles", quantity: 2 },
  { sku: "tea", quantity: 3 },
];
const steps = [
  { fromFen: 10_000n, bp: 100 },
  { fromFen: 50_000n, bp: 200 },
];

describe("each kind of rule", () => {
  it("a fixed sum for an order is the same whatever was sold", () => {
    const rule: Rule = { kind: "fixed-per-order", amountFen: 10n };
    expect(fenOf(rule, order(1n))).toBe(10n);
    expect(fenOf(rule, order(9_999_900n, { itemCount: 40 }))).toBe(10n);
  });

  it("a fixed sum for an item counts what the till tells: the number, the list, or one thing", () => {
    const every: Rule = { kind: "fixed-per-item", amountFen: 5n, skus: [] };
    expect(fenOf(every, order(100n, { itemCount: 7 }))).toBe(35n);
    expect(fenOf(every, order(100n, { items: listed }))).toBe(25n);
    expect(fenOf(every, order(100n))).toBe(5n);
    const tea: Rule = { kind: "fixed-per-item", amountFen: 5n, skus: ["tea"] };
    expect(fenOf(tea, order(100n, { items: listed }))).toBe(15n);
    expect(fenOf(tea, order(100n, { itemCount: 7 }))).toBe(0n);
  });

  it("a percentage is of the price before the discount, or of what was paid", () => {
    const one = order(20_000n, { discountFen: 5_000n });
    expect(fenOf({ kind: "percent", bp: 100, base: "gross" }, one)).toBe(200n);
    expect(fenOf({ kind: "percent", bp: 100, base: "net-of-discount" }, one)).toBe(150n);
  });

  it("a percentage keeps what is less than a fen", () => {
    expect(giftE4Of(terms({ kind: "percent", bp: 33, base: "gross" }), order(1n))).toBe(33n);
  });

  it("rounding up gives the difference to the next whole unit of what was paid, nothing for a whole price", () => {
    const rule: Rule = { kind: "round-up", unitFen: 100n };
    expect(fenOf(rule, order(1_234n))).toBe(66n);
    expect(fenOf(rule, order(1_334n, { discountFen: 34n }))).toBe(0n);
    expect(roundUpFen(1_000n, 1n)).toBe(999n);
  });

  it.each([
    [9_999n, 0n],
    [10_000n, 100n],
    [49_900n, 499n],
    [50_000n, 1_000n],
  ])("steps give the whole order of %s fen the rate of the highest that it reaches", (amountFen, giftFen) => {
    const rule: Rule = { kind: "tiers", base: "gross", tiers: steps };
    expect(fenOf(rule, order(amountFen))).toBe(giftFen);
    expect(fenOf({ ...rule, tiers: steps.toReversed() }, order(amountFen))).toBe(giftFen);
  });

  it("steps of what was paid look at it after the discount", () => {
    const rule: Rule = { kind: "tiers", base: "net-of-discount", tiers: steps };
    expect(fenOf(rule, order(50_000n, { discountFen: 100n }))).toBe(499n);
  });

  it("what only matches others, or what the shopper gives, is no promise of the enterprise", () => {
    expect(giftE4Of(terms({ kind: "match", bp: 10_000 }), order(10_000n))).toBe(0n);
    expect(
      giftE4Of(terms({ kind: "add-on", optionsFen: [100n] }, { giver: "shopper" }), order(10_000n)),
    ).toBe(0n);
    expect(giftE4Of(terms({ kind: "round-up", unitFen: 100n }, { giver: "shopper" }), order(10_001n))).toBe(
      0n,
    );
  });

  it("the cap of an order cuts any rule, to the fen and not below it", () => {
    const rule: Rule = { kind: "percent", bp: 1_000, base: "gross" };
    expect(fenOf(rule, order(100_000n), { perOrderCapFen: 500n })).toBe(500n);
    expect(fenOf(rule, order(5_000n), { perOrderCapFen: 500n })).toBe(500n);
    expect(fenOf(rule, order(4_990n), { perOrderCapFen: 500n })).toBe(499n);
  });
});

const RULES: Rule[] = [
  { kind: "fixed-per-order", amountFen: 7n },
  { kind: "fixed-per-item", amountFen: 3n, skus: [] },
  { kind: "percent", bp: 137, base: "gross" },
  { kind: "percent", bp: 1, base: "net-of-discount" },
  { kind: "round-up", unitFen: 100n },
  { kind: "tiers", base: "net-of-discount", tiers: steps },
];

describe.each(RULES)("orders at random under %o", (rule) => {
  const chance = new Chance(20_261_122);
  const orders = Array.from({ length: 400 }, () => {
    const amountFen = BigInt(chance.below(120_000) + 1);
    return order(amountFen, {
      discountFen: BigInt(chance.below(Number(amountFen) + 1)),
      itemCount: chance.below(9) + 1,
    });
  });
  const sumOf = (those: readonly OrderToCompute[], over: Partial<AgreementTerms> = {}) =>
    those.reduce((sum, one) => sum + giftE4Of(terms(rule, over), one), 0n);

  it("sum to the same in any order, in any batches, however often they are computed", () => {
    const whole = sumOf(orders);
    const shuffled = chance.shuffled(orders);
    expect(sumOf(shuffled)).toBe(whole);
    expect(sumOf(orders)).toBe(whole);
    let rest = shuffled;
    let inBatches = 0n;
    while (rest.length > 0) {
      const size = chance.below(50) + 1;
      inBatches += sumOf(rest.slice(0, size));
      rest = rest.slice(size);
    }
    expect(inBatches).toBe(whole);
  });

  it("are never negative, never above the cap, and a higher cap never gives less", () => {
    for (const one of orders) {
      const free = giftE4Of(terms(rule), one);
      const low = giftE4Of(terms(rule, { perOrderCapFen: 50n }), one);
      const high = giftE4Of(terms(rule, { perOrderCapFen: 900n }), one);
      expect(low >= 0n && low <= 50n * E4 && low <= high && high <= free).toBe(true);
    }
  });

  it("take back in proportion, and all of it once everything has come back, in whatever pieces", () => {
    for (const one of orders.slice(0, 150)) {
      const giftE4 = giftE4Of(terms(rule), one);
      const given = { giftE4, amountFen: one.amountFen };
      let earlierFen = 0n;
      let takenE4 = 0n;
      while (earlierFen < one.amountFen) {
        const left = one.amountFen - earlierFen;
        const piece = BigInt(chance.below(Number(left)) + 1);
        const back = returnE4Of(given, earlierFen, piece);
        expect(back <= 0n).toBe(true);
        takenE4 += back;
        earlierFen += piece;
        // What is left is never more than half a ten-thousandth of a fen from the exact share.
        const exactTimesAmount = giftE4 * (one.amountFen - earlierFen);
        const gap = (giftE4 + takenE4) * one.amountFen - exactTimesAmount;
        expect(2n * (gap < 0n ? -gap : gap) <= one.amountFen).toBe(true);
      }
      expect(takenE4).toBe(-giftE4);
    }
  });
});
