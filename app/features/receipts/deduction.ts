import { invariant } from "#app/lib/invariant.ts";

/** How much of a year's gifts a rule lets a payer deduct, from a tax year on. */
export interface DeductionRule {
  fromYear: number;
  payer: "person" | "enterprise";
  /** Percent of the base: taxable income before the gift, or the year's accounting profit. */
  percent: bigint;
  /** Years after the gift's in which what was over the limit may still be deducted; 0: never. */
  carryYears: number;
  source: string;
  sourceEn: string;
}

/**
 * 个人所得税法 Art. 6 with 实施条例 Art. 19: up to 30% of taxable income before the gift, nothing carried over.
 * 企业所得税法 Art. 9 with 财税〔2018〕15号: up to 12% of the year's profit, the rest in the next three years, what
 * is older first. Gifts that the State Council lets be deducted in full are not known here.
 */
export const DEDUCTION_RULES: readonly DeductionRule[] = [
  {
    fromYear: 2019,
    payer: "person",
    percent: 30n,
    carryYears: 0,
    source: "个人所得税法第六条、实施条例第十九条",
    sourceEn: "Individual Income Tax Law, Art. 6; Implementing Regulations, Art. 19",
  },
  {
    fromYear: 2017,
    payer: "enterprise",
    percent: 12n,
    carryYears: 3,
    source: "企业所得税法第九条；财税〔2018〕15号",
    sourceEn: "Enterprise Income Tax Law, Art. 9; Cai Shui [2018] No. 15",
  },
];

/** The rule for a payer in a tax year; null for years before the table. */
export function deductionRule(payer: DeductionRule["payer"], year: number): DeductionRule | null {
  const rules = DEDUCTION_RULES.filter((rule) => rule.payer === payer && rule.fromYear <= year);
  return rules.sort((a, b) => b.fromYear - a.fromYear)[0] ?? null;
}

/** What is left of a year's gifts after earlier deductions. */
export interface CarriedGift {
  year: number;
  leftFen: bigint;
}

export interface Deduction {
  limitFen: bigint;
  /** What this year's base lets be deducted, oldest gifts first. */
  deductedFen: bigint;
  /** Of it, from this year's own gifts. */
  ownDeductedFen: bigint;
  /** What may still be deducted, by the year of the gift, with the last year for it. */
  carried: { year: number; leftFen: bigint; untilYear: number }[];
  /** What can never be deducted any more. */
  lostFen: bigint;
}

/**
 * An estimate: `deducted = min(gifts and what was carried, percent × base)`, in fen, the limit rounded down.
 * Carried gifts older than the rule allows are lost, and so is what is over after their last year.
 */
export function estimateDeduction(
  rule: DeductionRule,
  given: { year: number; baseFen: bigint; giftsFen: bigint; carried?: readonly CarriedGift[] },
): Deduction {
  invariant(given.giftsFen >= 0n, "gifts are not negative");
  const limitFen = given.baseFen > 0n ? (given.baseFen * rule.percent) / 100n : 0n;
  const years = [
    ...(given.carried ?? []).filter(({ year }) => year < given.year),
    { year: given.year, leftFen: given.giftsFen },
  ].sort((a, b) => a.year - b.year);
  let roomFen = limitFen;
  const result: Deduction = { limitFen, deductedFen: 0n, ownDeductedFen: 0n, carried: [], lostFen: 0n };
  for (const { year, leftFen } of years) {
    const untilYear = year + rule.carryYears;
    const takenFen = untilYear < given.year ? 0n : leftFen < roomFen ? leftFen : roomFen;
    roomFen -= takenFen;
    result.deductedFen += takenFen;
    if (year === given.year) result.ownDeductedFen = takenFen;
    const overFen = leftFen - takenFen;
    if (overFen === 0n) continue;
    if (untilYear > given.year) result.carried.push({ year, leftFen: overFen, untilYear });
    else result.lostFen += overFen;
  }
  return result;
}
