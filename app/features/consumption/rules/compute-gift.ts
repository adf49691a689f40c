import type { AgreementTerms, Rule } from "./terms.ts";

/** Ten-thousandths of a fen in a fen: basis points × fen are exact in it, so nothing is rounded. */
export const E4 = 10_000n;

export interface OrderToCompute {
  /** Before the merchant's discount. */
  amountFen: bigint;
  discountFen: bigint;
  /** How many things were sold, where the till tells. */
  itemCount: number | null;
  items: readonly { sku: string; quantity: number }[] | null;
}

/**
 * What an order gives by the terms, in ten-thousandths of a fen: after the cap per order, before those of the day and
 * the campaign. An enterprise's promise alone: where the shopper gives, or the rule only matches others, it is 0.
 */
export function giftE4Of(terms: AgreementTerms, order: OrderToCompute): bigint {
  if (terms.giver === "shopper") return 0n;
  const gift = byRule(terms.rule, order);
  const cap = terms.perOrderCapFen === null ? null : terms.perOrderCapFen * E4;
  return cap !== null && gift > cap ? cap : gift;
}

/** What a shopper is invited to give to the next whole unit, in fen; 0 where the price is whole. */
export function roundUpFen(unitFen: bigint, paidFen: bigint): bigint {
  return (unitFen - (paidFen % unitFen)) % unitFen;
}

function byRule(rule: Rule, order: OrderToCompute): bigint {
  const paidFen = order.amountFen - order.discountFen;
  switch (rule.kind) {
    case "fixed-per-order":
      return rule.amountFen * E4;
    case "fixed-per-item":
      return rule.amountFen * BigInt(itemsCounted(rule.skus, order)) * E4;
    case "percent":
      return BigInt(rule.bp) * (rule.base === "gross" ? order.amountFen : paidFen);
    case "round-up":
      return roundUpFen(rule.unitFen, paidFen) * E4;
    case "tiers": {
      const basis = rule.base === "gross" ? order.amountFen : paidFen;
      const reached = rule.tiers.filter(({ fromFen }) => basis >= fromFen);
      const highest = reached.sort((a, b) => (a.fromFen < b.fromFen ? 1 : -1))[0];
      return highest ? BigInt(highest.bp) * basis : 0n;
    }
    case "match":
    case "add-on":
      return 0n;
  }
}

/** Without a list of goods an order is one thing; with one, only what it lists counts. */
function itemsCounted(skus: readonly string[], order: OrderToCompute): number {
  if (skus.length === 0) {
    return order.itemCount ?? order.items?.reduce((sum, { quantity }) => sum + quantity, 0) ?? 1;
  }
  return (order.items ?? []).reduce(
    (sum, { sku, quantity }) => (skus.includes(sku) ? sum + quantity : sum),
    0,
  );
}

/**
 * What a return takes back, in proportion: of `giftE4` as much as `returnedFen` is of `amountFen`, less what earlier
 * returns of the order (`earlierFen`) took. Summed over all returns it is the same in any order, and all of it when
 * everything came back. Half up.
 *
 * @returns zero or negative.
 */
export function returnE4Of(
  order: { giftE4: bigint; amountFen: bigint },
  earlierFen: bigint,
  returnedFen: bigint,
): bigint {
  const takenAt = (fen: bigint) => (2n * order.giftE4 * fen + order.amountFen) / (2n * order.amountFen);
  return takenAt(earlierFen) - takenAt(earlierFen + returnedFen);
}
