import type { CampaignSpec } from "./consumption-spec.ts";

/** Haining's campaign: fewer enterprises and larger sums; one of them also gives in Tonglu. */
export const HAINING_CAMPAIGN: CampaignSpec = {
  fundSlug: "one-fen-good",
  organization: "haining-charity",
  agreements: [
    {
      merchant: "chaoxun-leather",
      fromDays: -240,
      toDays: 125,
      terms: {
        rule: { kind: "fixed-per-item", amountFen: 300n, skus: [] },
        goods: "皮包",
        goodsEn: "Bags",
        returnDays: 15,
      },
      sales: {
        perDay: [6, 11],
        hours: "day",
        priceFen: [28_000, 260_000],
        items: [1, 4],
        returned: 0.05,
        source: "api",
      },
      paying: "punctual",
      shop: { address: "海宁市（演示）", along: null },
    },
    {
      merchant: "yanguan-cakes",
      fromDays: -236,
      toDays: 129,
      terms: {
        rule: { kind: "fixed-per-item", amountFen: 100n, skus: [] },
        goods: "盒装糕饼",
        goodsEn: "Boxes of cakes",
        returnDays: 3,
      },
      sales: { perDay: [7, 12], hours: "day", priceFen: [3_800, 42_000], items: [1, 6], source: "till" },
      paying: "punctual",
      shop: { address: "海宁市盐官镇（演示）", along: null },
    },
    {
      merchant: "xucun-textiles",
      fromDays: -230,
      toDays: 135,
      terms: {
        rule: { kind: "fixed-per-item", amountFen: 500n, skus: [] },
        dayCapFen: 60_000n,
        goods: "床品，批发和零售",
        goodsEn: "Bedding, wholesale and retail",
        returnDays: 7,
      },
      sales: {
        perDay: [4, 1],
        hours: "day",
        priceFen: [80_000, 1_680_000],
        items: [4, 48],
        returned: 0.02,
        source: "csv",
      },
      paying: "punctual",
      shop: { address: "海宁市许村镇（演示）", along: null },
    },
    {
      merchant: "fenshui-pens",
      fromDays: -58,
      toDays: 122,
      terms: {
        rule: { kind: "percent", bp: 100, base: "gross" },
        goods: "海宁门市的笔",
        goodsEn: "Pens sold in Haining",
        returnDays: 7,
      },
      sales: { perDay: [2, 1], hours: "day", priceFen: [6_000, 180_000], source: "api" },
      paying: "punctual",
      odd: "told-twice",
    },
  ],
};

/** Wucheng's campaign rests: the agreements have ended, and everything is paid. */
export const WUCHENG_CAMPAIGN: CampaignSpec = {
  fundSlug: "buy-and-help",
  organization: "wucheng-charity",
  agreements: [
    {
      merchant: "wuzhou-ham",
      fromDays: -290,
      toDays: -84,
      terms: {
        rule: { kind: "fixed-per-item", amountFen: 1_000n, skus: [] },
        goods: "整只火腿",
        goodsEn: "Whole hams",
        returnDays: 7,
      },
      sales: { perDay: [3, 7], hours: "day", priceFen: [38_000, 220_000], items: [1, 3], source: "till" },
      paying: "punctual",
      shop: { address: "金华市婺城区（演示）", along: null },
    },
    {
      merchant: "shuangxi-flowers",
      fromDays: -280,
      toDays: -84,
      terms: {
        rule: { kind: "fixed-per-item", amountFen: 50n, skus: [] },
        goods: "盆花",
        goodsEn: "Flowers in pots",
        returnDays: 0,
      },
      sales: { perDay: [5, 12], hours: "day", priceFen: [1_500, 38_000], items: [1, 12], source: "till" },
      paying: "punctual",
      shop: { address: "金华市婺城区竹马乡（演示）", along: null },
    },
  ],
};
