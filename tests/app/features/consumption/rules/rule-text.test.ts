import { describe, expect, it } from "vitest";
import { complaintsAboutTerms } from "#app/features/consumption/rules/check-terms.ts";
import { percentText, plainYuan, ruleText } from "#app/features/consumption/rules/rule-text.ts";
import {
  type AgreementTerms,
  RULE_KINDS,
  termsJson,
  termsSchema,
} from "#app/features/consumption/rules/terms.ts";
import { TERMS } from "#tests/factories/consumption.ts";

const terms = (over: Partial<AgreementTerms>): AgreementTerms => ({ ...TERMS, ...over });
const shopper = { giver: "shopper" } as const;

describe("a promise in one sentence", () => {
  it.each<[Partial<AgreementTerms>, string, string]>([
    [
      { rule: { kind: "fixed-per-order", amountFen: 10n } },
      "每单捐 0.10 元。",
      "¥0.10 given for each order.",
    ],
    [
      {
        rule: { kind: "percent", bp: 100, base: "net-of-discount" },
        perOrderCapFen: 500n,
        dayCapFen: 20_000n,
        campaignCapFen: 2_000_000n,
        guarantee: { minFen: 50_000n, per: "month" },
      },
      "捐成交价的 1%（折后），单笔最多 5 元，每天最多 200 元，全程最多 2 万元；保底每月 500 元。",
      "1% of the price paid given, at most ¥5 an order, at most ¥200 a day, at most ¥20,000 in all; at least ¥500 a month.",
    ],
    [
      { rule: { kind: "percent", bp: 50, base: "gross" } },
      "捐原价的 0.5%（折前）。",
      "0.5% of the price before discounts given.",
    ],
    [
      { rule: { kind: "fixed-per-item", amountFen: 100n, skus: ["A1", "B2"] } },
      "指定商品（A1，B2）每件捐 1 元。",
      "¥1 given for each of certain items (A1, B2).",
    ],
    [
      {
        rule: {
          kind: "tiers",
          base: "gross",
          tiers: [
            { fromFen: 10_000n, bp: 100 },
            { fromFen: 50_000n, bp: 225 },
          ],
        },
        guarantee: { minFen: 1_000_000n, per: "agreement" },
      },
      "满 100 元捐 1%，满 500 元捐 2.25%（按折前原价）；保底全程 1 万元。",
      "from ¥100 1% given, from ¥500 2.25% given (of the price before discounts); at least ¥10,000 in all.",
    ],
    [
      { rule: { kind: "round-up", unitFen: 100n }, ...shopper },
      "请顾客凑到整 1 元，差额由顾客捐。",
      "shoppers invited to round up to a whole ¥1, the difference given by them.",
    ],
    [
      { rule: { kind: "add-on", optionsFen: [100n, 250n] }, ...shopper },
      "顾客结账时可以加捐 1 元或 2.50 元。",
      "shoppers may add ¥1 or ¥2.50.",
    ],
    [
      { rule: { kind: "match", bp: 15_000 }, campaignCapFen: 5_000_000n },
      "按其他商家捐款的 150% 配捐，全程最多 5 万元。",
      "150% of what the other shops give added to it, at most ¥50,000 in all.",
    ],
  ])("%o", (over, zh, en) => {
    expect(ruleText(terms(over), "zh")).toBe(zh);
    expect(ruleText(terms(over), "en")).toBe(en);
  });

  it("says sums and rates exactly", () => {
    expect([plainYuan(1n, "zh"), plainYuan(1_234_500n, "zh"), plainYuan(123_450_000n, "en")]).toEqual([
      "0.01 元",
      "12,345 元",
      "¥1,234,500",
    ]);
    expect([1, 10, 33, 100, 2_050, 10_000].map(percentText)).toEqual([
      "0.01%",
      "0.1%",
      "0.33%",
      "1%",
      "20.5%",
      "100%",
    ]);
  });
});

describe("terms that do not make sense as a whole", () => {
  it.each<[string, Partial<AgreementTerms>, string[]]>([
    [
      "steps that do not rise",
      {
        rule: {
          kind: "tiers",
          base: "gross",
          tiers: [
            { fromFen: 100n, bp: 1 },
            { fromFen: 100n, bp: 2 },
          ],
        },
      },
      ["tiers errTiersOrder"],
    ],
    ["a shopper who gives a share of the price", { ...shopper }, ["giver errShopperRule"]],
    [
      "an enterprise that adds sums on for the shopper",
      { rule: { kind: "add-on", optionsFen: [100n] } },
      ["giver errAddOnGiver"],
    ],
    [
      "sums to add that repeat",
      { rule: { kind: "add-on", optionsFen: [100n, 100n] }, ...shopper },
      ["options errOptionsOrder"],
    ],
    [
      "a cap on what shoppers give",
      { rule: { kind: "round-up", unitFen: 100n }, ...shopper, dayCapFen: 100n },
      ["giver errShopperCaps"],
    ],
    [
      "a match with a cap per order",
      { rule: { kind: "match", bp: 100 }, perOrderCapFen: 1n },
      ["perOrderCap errMatchOrderCap"],
    ],
    [
      "a cap below the fixed gift",
      { rule: { kind: "fixed-per-order", amountFen: 100n }, perOrderCapFen: 99n },
      ["perOrderCap errCapBelowGift"],
    ],
    [
      "caps that cross, and a floor above the ceiling",
      {
        perOrderCapFen: 500n,
        dayCapFen: 400n,
        campaignCapFen: 300n,
        guarantee: { minFen: 301n, per: "month" },
      },
      ["dayCap errDayBelowOrder", "campaignCap errCampaignBelowDay", "guarantee errGuaranteeAboveCap"],
    ],
  ])("%s", (_name, over, complaints) => {
    expect(complaintsAboutTerms(terms(over)).map(({ field, key }) => `${field} ${key}`)).toEqual(complaints);
  });

  it("good terms are not complained about", () => {
    expect(complaintsAboutTerms(TERMS)).toEqual([]);
    expect(complaintsAboutTerms(terms({ rule: { kind: "round-up", unitFen: 100n } }))).toEqual([]);
  });
});

describe("terms in the store", () => {
  it("are the same text whatever order their keys came in, and read back as they were", () => {
    const reversed = Object.fromEntries(Object.entries(TERMS).reverse()) as unknown as AgreementTerms;
    expect(termsJson(reversed)).toBe(termsJson(TERMS));
    expect(termsSchema.parse(JSON.parse(termsJson(TERMS)))).toEqual(TERMS);
    expect(new Set(RULE_KINDS).size).toBe(7);
  });

  it.each([
    { rule: { kind: "percent", bp: 0, base: "gross" } },
    { rule: { kind: "percent", bp: 10_001, base: "gross" } },
    { rule: { kind: "fixed-per-order", amountFen: "-1" } },
    { rule: { kind: "round-up", unitFen: "0" } },
    { rule: { kind: "tiers", base: "gross", tiers: [] } },
    { returnDays: 32 },
    { goods: "  " },
  ])("%o is refused", (over) => {
    expect(termsSchema.safeParse({ ...TERMS, ...over }).success).toBe(false);
  });
});
