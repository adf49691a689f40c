import {
  ADMIN_EXEMPT_BELOW_FEN,
  FUNDRAISING_COST_E4,
  spendingRule,
} from "#app/features/ratios/spending-rule.ts";
import { divideRounded, shareE4 } from "./exact.ts";
import type { SnapshotInputs } from "./inputs.ts";
import {
  ASSESSMENT_E4,
  AUDIT_E4,
  GOVERNANCE_CHECKS,
  type IndicatorCode,
  LATE_DAYS,
  LATE_START_E4,
  NO_ASSESSMENT_E4,
  ONE,
  SELF_CLAIM_E4,
} from "./method.ts";

/** Why there is no value. The first group counts against coverage, the second does not apply at all. */
export type NoDataReason =
  | "not-recorded-yet"
  | "no-books"
  | "no-base"
  | "no-limit"
  | "no-audit"
  | "no-statements"
  | "no-governance"
  | "nothing-published";
export type NotApplicableReason =
  | "nothing-raised"
  | "nothing-due"
  | "nothing-corrected"
  | "first-year"
  | "nothing-paid"
  | "no-budget"
  | "no-balance";

/** One line of an indicator's working: a duty, a check. */
export interface Part {
  code: string;
  /** Null: no evidence, counted as 0. */
  valueE4: number;
  evidence: string | null;
}

export type Figures = Readonly<Record<string, number | string | boolean | null>>;

export type Outcome = { figures: Figures; evidence: readonly string[]; parts?: readonly Part[] } & (
  | { status: "scored"; valueE4: number }
  | { status: "no-data"; reason: NoDataReason }
  | { status: "not-applicable"; reason: NotApplicableReason }
);

type Indicator = (inputs: SnapshotInputs) => Outcome;

const noData = (reason: NoDataReason, figures: Figures = {}): Outcome => ({
  status: "no-data",
  reason,
  figures,
  evidence: [],
});
const notApplicable = (reason: NotApplicableReason, figures: Figures = {}): Outcome => ({
  status: "not-applicable",
  reason,
  figures,
  evidence: [],
});
const scored = (
  valueE4: number,
  figures: Figures,
  evidence: readonly string[],
  parts?: readonly Part[],
): Outcome => ({ status: "scored", valueE4, figures, evidence, ...(parts ? { parts } : {}) });

const capped = (valueE4: number, isSelfClaim: boolean) =>
  isSelfClaim ? Math.min(valueE4, SELF_CLAIM_E4) : valueE4;
const mean = (parts: readonly Part[]) =>
  Number(divideRounded(BigInt(parts.reduce((sum, part) => sum + part.valueE4, 0)), BigInt(parts.length)));
/** 1 up to the limit; past it, what is over is taken off in proportion to the limit. */
const withinLimitE4 = (value: bigint, limit: bigint) => {
  if (value <= limit) return ONE;
  return limit === 0n ? 0 : shareE4(2n * limit - value, limit);
};

/** 1 on the day or before, 0.8 less 0.8 ÷ 90 for each day late, 0 when missing. */
export function punctualityE4(lateDays: number | null): number {
  if (lateDays === null) return 0;
  if (lateDays <= 0) return ONE;
  if (lateDays >= LATE_DAYS) return 0;
  return LATE_START_E4 - Number(divideRounded(BigInt(lateDays * LATE_START_E4), BigInt(LATE_DAYS)));
}

const registration: Indicator = ({ registration: facts }) => {
  const [evidence = null] = facts.evidence;
  const check = (code: string, valueE4: number): Part => ({ code, valueE4, evidence });
  const parts = [
    check("registered", facts.isRegistered ? ONE : 0),
    ...(facts.raisesPublicly ? [check("qualified", facts.isQualified ? ONE : 0)] : []),
    check("tax-deductible", facts.isTaxDeductible ? ONE : 0),
    check(
      "assessment",
      facts.assessment ? (ASSESSMENT_E4[facts.assessment] ?? NO_ASSESSMENT_E4) : NO_ASSESSMENT_E4,
    ),
  ];
  return scored(mean(parts), { assessment: facts.assessment }, facts.evidence, parts);
};

const filing: Indicator = ({ filing: { publicFen, filedFen, evidence } }) => {
  const figures = { filedFen, publicFen };
  if (publicFen <= 0) return notApplicable("nothing-raised", figures);
  return scored(shareE4(BigInt(filedFen), BigInt(publicFen)), figures, evidence);
};

const punctuality: Indicator = ({ duties }) => {
  if (duties.length === 0) return notApplicable("nothing-due");
  const parts = duties.map((duty) => ({
    code: duty.taskId,
    valueE4: punctualityE4(duty.lateDays),
    evidence: duty.evidence,
  }));
  const figures = {
    due: duties.length,
    onTime: duties.filter((duty) => duty.lateDays !== null && duty.lateDays <= 0).length,
    late: duties.filter((duty) => duty.lateDays !== null && duty.lateDays > 0).length,
    missing: duties.filter((duty) => duty.lateDays === null).length,
  };
  return scored(mean(parts), figures, evidenceOf(parts), parts);
};

const completeness: Indicator = ({ duties }) => {
  const published = duties.filter((duty) => duty.requiredFields > 0 && duty.publishedOn !== null);
  if (duties.length === 0) return notApplicable("nothing-due");
  if (published.length === 0) return noData("nothing-published");
  const requiredFields = published.reduce((sum, duty) => sum + duty.requiredFields, 0);
  const filledFields = published.reduce((sum, duty) => sum + duty.filledFields, 0);
  const figures = { entries: published.length, filledFields, requiredFields };
  return scored(shareE4(BigInt(filledFields), BigInt(requiredFields)), figures, evidenceOf(published));
};

const corrections: Indicator = ({ duties }) => {
  const changed = duties.filter((duty) => duty.versions > 1);
  const edits = changed.reduce((sum, duty) => sum + duty.versions - 1, 0);
  if (edits === 0) return notApplicable("nothing-corrected");
  const silentEdits = changed.reduce((sum, duty) => sum + duty.silentEdits, 0);
  return scored(
    shareE4(BigInt(edits - silentEdits), BigInt(edits)),
    { edits, silentEdits },
    evidenceOf(changed),
  );
};

type ClassFacts = Pick<SnapshotInputs["spending"], "isFoundation" | "raisesPublicly" | "netAssetsFen">;

/** The limits for the charity's class; a snapshot holds its amounts as JSON's whole numbers. */
const ruleOf = ({ isFoundation, raisesPublicly, netAssetsFen }: ClassFacts) =>
  spendingRule({
    isFoundation,
    raisesPublicly,
    netAssetsFen: netAssetsFen === null ? null : BigInt(netAssetsFen),
  });

const spending: Indicator = ({ spending: facts }) => {
  const { deliveredFen } = facts;
  if (facts.isFirstYear) return notApplicable("first-year", { deliveredFen });
  const rule = ruleOf(facts);
  const baseFen = rule?.base === "income" ? facts.incomeFen : facts.netAssetsFen;
  if (!rule || baseFen === null || baseFen <= 0) return noData("no-base", { deliveredFen });
  const t = BigInt(rule.leastSpendE4) * BigInt(baseFen);
  const valueE4 = shareE4(5n * BigInt(deliveredFen) * BigInt(ONE) - 4n * t, t);
  const figures = {
    deliveredFen,
    baseFen,
    base: rule.base,
    leastSpendE4: rule.leastSpendE4,
    ratioE4: Number(divideRounded(BigInt(deliveredFen) * BigInt(ONE), BigInt(baseFen))),
    rule: rule.article,
  };
  return scored(capped(valueE4, facts.isSelfClaim), figures, facts.evidence);
};

const admin: Indicator = ({ admin: facts, spending: { isFoundation, raisesPublicly, netAssetsFen } }) => {
  if (!facts || facts.totalExpenseFen <= 0) return noData("no-books");
  const { year, adminFen, totalExpenseFen, isSelfClaim, evidence } = facts;
  const rule = ruleOf({ isFoundation, raisesPublicly, netAssetsFen });
  if (!rule) return noData("no-base", { year, adminFen, totalExpenseFen });
  const isExempt = BigInt(adminFen) < ADMIN_EXEMPT_BELOW_FEN;
  const limit = BigInt(rule.mostAdminE4) * BigInt(totalExpenseFen);
  const valueE4 = isExempt ? ONE : withinLimitE4(BigInt(adminFen) * BigInt(ONE), limit);
  const figures = {
    year,
    adminFen,
    totalExpenseFen,
    mostAdminE4: rule.mostAdminE4,
    ratioE4: Number(divideRounded(BigInt(adminFen) * BigInt(ONE), BigInt(totalExpenseFen))),
    isExempt,
    rule: isExempt ? "民发〔2026〕12号第十三条" : rule.article,
  };
  return scored(capped(valueE4, isSelfClaim), figures, evidence);
};

const fundraising: Indicator = ({ fundraising: facts }) => {
  if (!facts) return noData("no-books");
  const { year, costFen, filedFen, meanDonationsFen, donationYears, isSelfClaim, evidence } = facts;
  const ruleFen =
    meanDonationsFen === null ? null : (BigInt(meanDonationsFen) * BigInt(FUNDRAISING_COST_E4)) / BigInt(ONE);
  const limits = [filedFen === null ? null : BigInt(filedFen), ruleFen].filter((limit) => limit !== null);
  const [first, second = first] = limits;
  if (first === undefined || second === undefined) return noData("no-limit", { year, costFen });
  const limitFen = first < second ? first : second;
  const figures = {
    year,
    costFen,
    limitFen: Number(limitFen),
    filedFen,
    meanDonationsFen,
    donationYears,
    rule: "民发〔2026〕12号第十五条",
  };
  return scored(capped(withinLimitE4(BigInt(costFen), limitFen), isSelfClaim), figures, evidence);
};

const audit: Indicator = ({ audit: facts }) => {
  if (!facts) return noData("no-audit");
  return scored(
    capped(AUDIT_E4[facts.opinion], facts.isSelfClaim),
    { opinion: facts.opinion },
    facts.evidence,
  );
};

const reconciliation: Indicator = ({ reconciliation: facts }) => {
  const { days, statementFen, openFen, openOldFen, evidence } = facts;
  if (statementFen <= 0) return noData("no-statements");
  // What is older than thirty days counts twice: once in openFen, once more by itself.
  const whole = BigInt(statementFen);
  const valueE4 = shareE4(whole - BigInt(openFen) - BigInt(openOldFen), whole);
  return scored(valueE4, { days, statementFen, openFen, openOldFen }, evidence);
};

const tracing: Indicator = ({ tracing: { evidence, ...figures } }) => {
  if (figures.disbursedFen <= 0) return notApplicable("nothing-paid");
  return scored(shareE4(BigInt(figures.traceableFen), BigInt(figures.disbursedFen)), figures, evidence);
};

const purpose: Indicator = ({ purpose: { checkedFen, outsideFen, evidence }, tracing: { disbursedFen } }) => {
  if (checkedFen <= 0) return notApplicable(disbursedFen > 0 ? "no-budget" : "nothing-paid");
  const figures = { checkedFen, outsideFen };
  return scored(shareE4(BigInt(checkedFen) - BigInt(outsideFen), BigInt(checkedFen)), figures, evidence);
};

const idle: Indicator = ({ idle: { balanceFen, idleFen, evidence } }) => {
  if (balanceFen <= 0) return notApplicable("no-balance");
  const figures = { balanceFen, idleFen };
  return scored(shareE4(BigInt(balanceFen) - BigInt(idleFen), BigInt(balanceFen)), figures, evidence);
};

const governance: Indicator = ({ governance: checks }) => {
  if (checks.every((check) => check.passes === null)) return noData("no-governance");
  const parts = GOVERNANCE_CHECKS.map((code): Part => {
    const check = checks.find((one) => one.check === code);
    const valueE4 = check?.passes === true ? capped(ONE, check.isSelfClaim) : 0;
    return { code, valueE4, evidence: check?.evidence ?? null };
  });
  const figures = {
    passed: checks.filter((check) => check.passes === true).length,
    withoutEvidence: checks.filter((check) => check.passes === null).length,
    checks: parts.length,
  };
  return scored(mean(parts), figures, evidenceOf(parts), parts);
};

const notRecordedYet: Indicator = () => noData("not-recorded-yet");

/** Every indicator of the method; a missing one does not compile. */
export const INDICATORS: Readonly<Record<IndicatorCode, Indicator>> = {
  registration,
  filing,
  punctuality,
  completeness,
  corrections,
  spending,
  admin,
  fundraising,
  audit,
  reconciliation,
  tracing,
  purpose,
  milestones: notRecordedYet,
  idle,
  receipts: notRecordedYet,
  governance,
  response: notRecordedYet,
  rating: notRecordedYet,
};

function evidenceOf(rows: readonly { evidence: string | null }[]): string[] {
  return [...new Set(rows.flatMap((row) => (row.evidence === null ? [] : [row.evidence])))];
}
