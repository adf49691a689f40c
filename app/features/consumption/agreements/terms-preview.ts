import { E4, giftE4Of, roundUpFen } from "../rules/compute-gift.ts";
import type { AgreementTerms } from "../rules/terms.ts";

/** An order of a meal for three, to see terms at work. */
const EXAMPLE = { amountFen: 16_880n, discountFen: 1_000n, items: 3 } as const;
/** What the others gave, for a sponsor who matches it. */
const MATCHED_FEN = 10_000n;

export interface TermsPreview {
  terms: AgreementTerms;
  /** What the example shows: an enterprise's gift, what a shopper is asked for, or a sponsor's share of 100 yuan. */
  kind: "order" | "shopper" | "match";
  amountFen: bigint;
  discountFen: bigint;
  items: number;
  giftE4: bigint;
}

/** What the terms make of one order, in ten-thousandths of a fen. */
export function previewOf(terms: AgreementTerms): TermsPreview {
  const { rule } = terms;
  const shown = { terms, ...EXAMPLE };
  if (rule.kind === "match") return { ...shown, kind: "match", giftE4: BigInt(rule.bp) * MATCHED_FEN };
  if (terms.giver === "shopper") {
    const paidFen = EXAMPLE.amountFen - EXAMPLE.discountFen;
    const askedFen = rule.kind === "round-up" ? roundUpFen(rule.unitFen, paidFen) : firstOption(rule);
    return { ...shown, kind: "shopper", giftE4: askedFen * E4 };
  }
  const items = rule.kind === "fixed-per-item" ? (rule.skus[0] ?? null) : null;
  return {
    ...shown,
    kind: "order",
    giftE4: giftE4Of(terms, {
      amountFen: EXAMPLE.amountFen,
      discountFen: EXAMPLE.discountFen,
      itemCount: EXAMPLE.items,
      items: items === null ? null : [{ sku: items, quantity: EXAMPLE.items }],
    }),
  };
}

const firstOption = (rule: AgreementTerms["rule"]): bigint =>
  rule.kind === "add-on" ? (rule.optionsFen[0] ?? 0n) : 0n;
