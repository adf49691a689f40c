import type { AgreementTerms, RuleKind } from "../rules/terms.ts";

/**
 * What a charity can offer an enterprise, as the form has it: the kinds of rule, with rounding up twice, because who
 * gives decides which other fields there are.
 */
export const OFFER_KINDS = [
  "fixed-per-order",
  "fixed-per-item",
  "percent",
  "tiers",
  "round-up",
  "round-up-shopper",
  "add-on",
  "match",
] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

export function isOfferKind(text: string): text is OfferKind {
  return (OFFER_KINDS as readonly string[]).includes(text);
}

/** The fields of the form that belong to a kind, beside those that every agreement has. */
export const OFFER_FIELDS = {
  "fixed-per-order": ["amount", "dayCap", "campaignCap", "guarantee"],
  "fixed-per-item": ["amount", "skus", "perOrderCap", "dayCap", "campaignCap", "guarantee"],
  percent: ["rate", "base", "perOrderCap", "dayCap", "campaignCap", "guarantee"],
  tiers: ["tiers", "base", "perOrderCap", "dayCap", "campaignCap", "guarantee"],
  "round-up": ["unit", "dayCap", "campaignCap", "guarantee"],
  "round-up-shopper": ["unit"],
  "add-on": ["options"],
  match: ["matchRate", "dayCap", "campaignCap", "guarantee"],
} as const satisfies Record<OfferKind, readonly string[]>;
export type OfferField = (typeof OFFER_FIELDS)[OfferKind][number];

export const hasField = (kind: OfferKind, field: OfferField): boolean =>
  (OFFER_FIELDS[kind] as readonly OfferField[]).includes(field);

/** Steps that the form has room for. */
export const TIER_ROWS = [1, 2, 3, 4, 5] as const;

export function offerKindOf({ rule, giver }: Pick<AgreementTerms, "rule" | "giver">): OfferKind {
  return rule.kind === "round-up" && giver === "shopper" ? "round-up-shopper" : rule.kind;
}

export const ruleKindOf = (kind: OfferKind): RuleKind => (kind === "round-up-shopper" ? "round-up" : kind);

export const giverOf = (kind: OfferKind): AgreementTerms["giver"] =>
  kind === "round-up-shopper" || kind === "add-on" ? "shopper" : "merchant";
