import { roundUpFen } from "#app/features/consumption/rules/compute-gift.ts";
import type { AgreementTerms } from "#app/features/consumption/rules/terms.ts";

/**
 * The sums, in fen, that the holder of an order is invited to give, nothing else being taken; empty where the
 * enterprise gives (then the shopper is not asked: never both), where the price is whole, and once goods came back.
 */
export function invitedSums(
  terms: Pick<AgreementTerms, "giver" | "rule">,
  order: { amountFen: bigint; discountFen: bigint; returnedFen: bigint },
): bigint[] {
  if (terms.giver !== "shopper" || order.returnedFen > 0n) return [];
  if (terms.rule.kind === "add-on") return [...terms.rule.optionsFen];
  if (terms.rule.kind !== "round-up") return [];
  const sum = roundUpFen(terms.rule.unitFen, order.amountFen - order.discountFen);
  return sum > 0n ? [sum] : [];
}
