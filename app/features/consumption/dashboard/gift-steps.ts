import { E4, giftE4Of, type OrderToCompute, roundUpFen } from "../rules/compute-gift.ts";
import type { AgreementTerms, Rule } from "../rules/terms.ts";

/** One line of the reckoning of an order's gift; amounts in fen, gifts in ten-thousandths of a fen. */
export type GiftStep =
  | { kind: "price"; fen: bigint }
  | { kind: "discount"; fen: bigint }
  | { kind: "paid"; fen: bigint }
  | { kind: "each-order"; fen: bigint }
  | { kind: "items"; count: number; fen: bigint }
  | { kind: "rate"; bp: number; isOfPaid: boolean }
  | { kind: "tier"; bp: number; fromFen: bigint }
  | { kind: "no-tier"; fromFen: bigint }
  | { kind: "round-up"; unitFen: bigint; fen: bigint }
  | { kind: "shopper" }
  | { kind: "by-rule"; giftE4: bigint }
  | { kind: "order-cap"; capFen: bigint }
  | { kind: "gift"; giftE4: bigint };

/** How an order's gift follows from its terms, line by line; the last line is what intake computed. */
export function giftSteps(terms: AgreementTerms, order: OrderToCompute): GiftStep[] {
  const paidFen = order.amountFen - order.discountFen;
  const steps: GiftStep[] = [{ kind: "price", fen: order.amountFen }];
  if (order.discountFen > 0n)
    steps.push({ kind: "discount", fen: order.discountFen }, { kind: "paid", fen: paidFen });
  if (terms.giver === "shopper") return [...steps, { kind: "shopper" }, { kind: "gift", giftE4: 0n }];
  const uncapped = giftE4Of({ ...terms, perOrderCapFen: null }, order);
  const given = giftE4Of(terms, order);
  steps.push(...ruleSteps(terms.rule, order, uncapped), { kind: "by-rule", giftE4: uncapped });
  if (terms.perOrderCapFen !== null && given < uncapped)
    steps.push({ kind: "order-cap", capFen: terms.perOrderCapFen });
  return [...steps, { kind: "gift", giftE4: given }];
}

function ruleSteps(rule: Rule, order: OrderToCompute, uncappedE4: bigint): GiftStep[] {
  const paidFen = order.amountFen - order.discountFen;
  switch (rule.kind) {
    case "fixed-per-order":
      return [{ kind: "each-order", fen: rule.amountFen }];
    case "fixed-per-item":
      return [{ kind: "items", count: Number(uncappedE4 / (rule.amountFen * E4)), fen: rule.amountFen }];
    case "percent":
      return [{ kind: "rate", bp: rule.bp, isOfPaid: rule.base === "net-of-discount" }];
    case "round-up":
      return [{ kind: "round-up", unitFen: rule.unitFen, fen: roundUpFen(rule.unitFen, paidFen) }];
    case "tiers": {
      const basis = rule.base === "gross" ? order.amountFen : paidFen;
      const byHeight = [...rule.tiers].sort((a, b) => (a.fromFen < b.fromFen ? 1 : -1));
      const reached = byHeight.find(({ fromFen }) => basis >= fromFen);
      if (reached) return [{ kind: "tier", bp: reached.bp, fromFen: reached.fromFen }];
      return [{ kind: "no-tier", fromFen: byHeight.at(-1)?.fromFen ?? 0n }];
    }
    case "match":
    case "add-on":
      return [];
  }
}
