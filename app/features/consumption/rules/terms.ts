import { z } from "zod";

/**
 * What an enterprise promises a campaign, as both sides confirm it. In the store amounts are strings of fen, in
 * memory `bigint`; rates are basis points. Facts: 慈善法 Art. 37 asks for the agreement before the sales begin.
 */
const fen = z.union([z.bigint(), z.string().regex(/^\d{1,12}$/)]).transform((value) => BigInt(value));
const positiveFen = fen.refine((value) => value > 0n, "must be positive");
/** 10,000 is the whole price. */
const basisPoints = z.number().int().min(1).max(10_000);
/** `gross`: before the merchant's discount; `net-of-discount`: what was paid. */
const base = z.enum(["gross", "net-of-discount"]);

export const ruleSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("fixed-per-order"), amountFen: positiveFen }),
  /** `skus`: only these; empty: every item. */
  z.object({
    kind: z.literal("fixed-per-item"),
    amountFen: positiveFen,
    skus: z.array(z.string().min(1).max(64)).max(200),
  }),
  z.object({ kind: z.literal("percent"), bp: basisPoints, base }),
  /** Up to the next whole multiple of the unit, of what was paid. */
  z.object({ kind: z.literal("round-up"), unitFen: positiveFen }),
  /** The whole order at the rate of the highest step that it reaches: "满 100 元捐 1%，满 500 元捐 2%". */
  z.object({
    kind: z.literal("tiers"),
    base,
    tiers: z
      .array(z.object({ fromFen: fen, bp: basisPoints }))
      .min(1)
      .max(10),
  }),
  /** A sponsor adds this share of what the campaign's other enterprises give. */
  z.object({ kind: z.literal("match"), bp: z.number().int().min(1).max(100_000) }),
  /** Sums that the shopper may choose to add. */
  z.object({ kind: z.literal("add-on"), optionsFen: z.array(positiveFen).min(1).max(6) }),
]);
export type Rule = z.infer<typeof ruleSchema>;
export type RuleKind = Rule["kind"];

export const RULE_KINDS = [
  "fixed-per-order",
  "fixed-per-item",
  "percent",
  "round-up",
  "tiers",
  "match",
  "add-on",
] as const satisfies readonly RuleKind[];

export const termsSchema = z.object({
  rule: ruleSchema,
  /** Who gives, and so who gets the receipt: the enterprise, or the shopper who pays online. Never both. */
  giver: z.enum(["merchant", "shopper"]),
  perOrderCapFen: positiveFen.nullable(),
  dayCapFen: positiveFen.nullable(),
  /** Over the whole time of the agreement. */
  campaignCapFen: positiveFen.nullable(),
  /** The enterprise gives at least this, whatever it sells: made up when the month, or the agreement, is settled. */
  guarantee: z.object({ minFen: positiveFen, per: z.enum(["month", "agreement"]) }).nullable(),
  /** Days in which goods may come back; a day's gifts are confirmed after them. */
  returnDays: z.number().int().min(0).max(31),
  /** Days after a statement is drawn to confirm it, and to pay it. */
  confirmWithinDays: z.number().int().min(1).max(30),
  payWithinDays: z.number().int().min(1).max(60),
  /** The charity's own account that the money goes to; null: chosen among its open accounts when paying. */
  bankAccountId: z.uuid().nullable(),
  /** What the enterprise expects to sell in a month: far from it is looked at. */
  declaredMonthlyOrders: z.number().int().min(0).max(100_000_000),
  declaredMonthlySalesFen: fen,
  /** What is sold: "全部商品", "门店堂食". */
  goods: z.string().trim().min(1).max(200),
  goodsEn: z.string().trim().max(200),
});
export type AgreementTerms = z.infer<typeof termsSchema>;

/** The terms as they are stored and hashed: keys in the schema's order, amounts as strings. */
export function termsJson(terms: AgreementTerms): string {
  return JSON.stringify(termsSchema.parse(terms), (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}
