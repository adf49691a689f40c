import {
  type CharityClass,
  RULE_SETS,
  type RuleSet,
  ruleSetOfYear,
  type SpendingRule,
  spendingRule,
} from "./spending-rule.ts";

/** Where the figures of a year before come from, the surest first. */
export const BASE_SOURCES = ["register", "report", "ledger"] as const;
export type BaseSource = (typeof BASE_SOURCES)[number];

/** One year's books, in fen; null where they do not say. */
export interface YearFigures {
  year: number;
  source: BaseSource;
  totalIncomeFen: bigint | null;
  /** Income that may be used only in later years, and what earlier restriction released this year. */
  restrictedLaterFen: bigint;
  releasedFen: bigint;
  donationIncomeFen: bigint | null;
  /** At the end of the year; may be negative. */
  netAssetsFen: bigint | null;
  totalExpenseFen: bigint | null;
  charitableSpendFen: bigint | null;
  adminExpenseFen: bigint | null;
  fundraisingCostFen: bigint | null;
}

/** What happened in the year itself: our ledger, beneficiary batches and the cost register. */
export interface YearFacts {
  reachedFen: bigint;
  /** Paid out less what came back. */
  paidFen: bigint;
  administrationFen: bigint;
  /** Of the register, and what the payment channels kept. */
  fundraisingFen: bigint;
  channelFeesFen: bigint;
  /** Cost of running projects; part of expense, not of the ratio. */
  projectFen: bigint;
}

export interface RatioInputs {
  year: number;
  isFirstYear: boolean;
  isFoundation: boolean;
  raisesPublicly: boolean;
  facts: YearFacts;
  /** Audited figures of the year itself, once they are there; they then stand for our own sums of expense. */
  own: YearFigures | null;
  /** Of the three years before, any order; a year that nobody knows is missing. */
  before: readonly YearFigures[];
}

/** Adjusted income (189号 Art. 10, 12号 Art. 11): less what is bound to later years, with what was released. */
export function adjustedIncomeFen(figures: YearFigures): bigint | null {
  if (figures.totalIncomeFen === null) return null;
  return figures.totalIncomeFen - figures.restrictedLaterFen + figures.releasedFen;
}

/** part ÷ whole in ten-thousandths, rounded down, so that a ratio never looks better than it is; null without a whole. */
export function ratioE4(part: bigint, whole: bigint): number | null {
  if (whole <= 0n) return null;
  return Number((part * 10_000n) / whole);
}

/** The least whole fen whose ratio to the base reaches the limit. */
export const requiredOf = (baseFen: bigint, limitE4: number): bigint =>
  (baseFen * BigInt(limitE4) + 9_999n) / 10_000n;

export interface BaseChoice {
  kind: "last-year" | "three-year-mean";
  years: number[];
  source: BaseSource;
  baseFen: bigint;
  requiredFen: bigint;
  ratioE4: number | null;
  isMet: boolean;
}

export interface SpendRatio {
  state: "met" | "short" | "first-year" | "no-base";
  spentFen: bigint;
  /** Both bases where the rule allows the mean, the lower demand first. */
  bases: BaseChoice[];
  /** Still to be spent to meet the lower demand; zero once met. */
  missingFen: bigint;
  /** The smallest associations: half of last year's income as well. */
  ofIncome: { requiredFen: bigint; isMet: boolean } | null;
}

export interface AdminRatio {
  state: "met" | "over" | "exempt" | "no-expense";
  adminFen: bigint;
  expenseFen: bigint;
  /** From audited books of the year, or our own sums. */
  isAudited: boolean;
  ratioE4: number | null;
  mostE4: number;
}

export interface FundraisingRatio {
  state: "met" | "over" | "cannot-compute";
  costFen: bigint;
  channelFeesFen: bigint;
  /** Mean of the donations of the years known, of at most three. */
  meanFen: bigint | null;
  years: number[];
  /** With fewer than three years it is shown and decides nothing: the rule is silent. */
  ratioE4: number | null;
  mostE4: number;
}

export interface SetResult {
  set: RuleSet;
  rule: SpendingRule | null;
  spend: SpendRatio;
  admin: AdminRatio | null;
}

export interface RatioResults {
  year: number;
  main: SetResult;
  /** Null for years before the cap. */
  fundraising: FundraisingRatio | null;
  /** The separate test for the deduction of gifts from tax. */
  taxDeduction: SetResult;
}

/** All ratios of a year, in whole fen and ten-thousandths. Pure: the same inputs give the same bytes. */
export function computeRatios(inputs: RatioInputs): RatioResults {
  const set = ruleSetOfYear(inputs.year);
  return {
    year: inputs.year,
    main: resultOf(inputs, set),
    fundraising: set.mostFundraisingE4 === null ? null : fundraisingOf(inputs, set.mostFundraisingE4),
    taxDeduction: resultOf(inputs, RULE_SETS.TAXDED_2020_27),
  };
}

function resultOf(inputs: RatioInputs, set: RuleSet): SetResult {
  const last = inputs.before.find(({ year }) => year === inputs.year - 1) ?? null;
  const given: CharityClass = { ...inputs, netAssetsFen: last?.netAssetsFen ?? null };
  const rule = spendingRule(given, set);
  return {
    set,
    rule,
    spend: spendOf(inputs, set, rule, last),
    admin: rule ? adminOf(inputs, set, rule) : null,
  };
}

function spendOf(
  { facts, own, before, year, isFirstYear }: RatioInputs,
  set: RuleSet,
  rule: SpendingRule | null,
  last: YearFigures | null,
): SpendRatio {
  const spentFen = set.counts === "reached" ? facts.reachedFen : (own?.charitableSpendFen ?? facts.paidFen);
  const nothing = { spentFen, bases: [], missingFen: 0n, ofIncome: null };
  if (isFirstYear) return { ...nothing, state: "first-year" };
  const bases = rule ? basesOf(before, year, rule, set.mayAverage, spentFen) : [];
  const [lower] = bases;
  if (!rule || !lower) return { ...nothing, state: "no-base" };
  const incomeFen = last && rule.leastOfIncomeE4 !== null ? adjustedIncomeFen(last) : null;
  const halfFen = incomeFen === null ? 0n : requiredOf(incomeFen, rule.leastOfIncomeE4 ?? 0);
  const requiredFen = lower.requiredFen > halfFen ? lower.requiredFen : halfFen;
  return {
    state: spentFen >= requiredFen ? "met" : "short",
    spentFen,
    bases,
    missingFen: spentFen >= requiredFen ? 0n : requiredFen - spentFen,
    ofIncome: incomeFen === null ? null : { requiredFen: halfFen, isMet: spentFen >= halfFen },
  };
}

/** Last year's figure, and the mean of three where all three are known; the charity may choose the lower demand. */
function basesOf(
  before: readonly YearFigures[],
  year: number,
  rule: SpendingRule,
  mayAverage: boolean,
  spentFen: bigint,
): BaseChoice[] {
  const known = [1, 2, 3].flatMap((back) => {
    const figures = before.find((one) => one.year === year - back);
    const fen = figures && (rule.base === "income" ? adjustedIncomeFen(figures) : figures.netAssetsFen);
    return figures && fen !== null && fen !== undefined ? [{ figures, fen }] : [];
  });
  const choice = (kind: BaseChoice["kind"], of: typeof known, baseFen: bigint): BaseChoice => {
    const requiredFen = baseFen > 0n ? requiredOf(baseFen, rule.leastSpendE4) : 0n;
    return {
      kind,
      years: of.map(({ figures }) => figures.year),
      source: leastSure(of.map(({ figures }) => figures.source)),
      baseFen,
      requiredFen,
      ratioE4: ratioE4(spentFen, baseFen),
      isMet: spentFen >= requiredFen,
    };
  };
  const [newest] = known;
  const choices =
    newest && newest.figures.year === year - 1 ? [choice("last-year", [newest], newest.fen)] : [];
  if (mayAverage && known.length === 3) {
    choices.push(choice("three-year-mean", known, known.reduce((sum, { fen }) => sum + fen, 0n) / 3n));
  }
  return choices.sort((a, b) => (a.requiredFen < b.requiredFen ? -1 : a.requiredFen > b.requiredFen ? 1 : 0));
}

/** A mean is as sure as its weakest year. */
function leastSure(sources: readonly BaseSource[]): BaseSource {
  return BASE_SOURCES[Math.max(...sources.map((source) => BASE_SOURCES.indexOf(source)))] ?? "ledger";
}

/** Expense of the year: paid out, project cost, administration and fundraising; or what the audit says. */
export function expenseFen(facts: YearFacts): bigint {
  const { paidFen, administrationFen, fundraisingFen, channelFeesFen, projectFen } = facts;
  return paidFen + administrationFen + fundraisingFen + channelFeesFen + projectFen;
}

function adminOf({ facts, own }: RatioInputs, set: RuleSet, rule: SpendingRule): AdminRatio {
  const isAudited = own?.adminExpenseFen != null && own.totalExpenseFen != null;
  const adminFen = own?.adminExpenseFen ?? facts.administrationFen;
  const totalFen = isAudited ? (own?.totalExpenseFen ?? 0n) : expenseFen(facts);
  const common = {
    adminFen,
    expenseFen: totalFen,
    isAudited,
    ratioE4: ratioE4(adminFen, totalFen),
    mostE4: rule.mostAdminE4,
  };
  if (set.adminExemptBelowFen !== null && adminFen < set.adminExemptBelowFen)
    return { ...common, state: "exempt" };
  if (totalFen <= 0n) return { ...common, state: "no-expense" };
  // Compared as products: a ratio rounded down would let a fen too much pass.
  const isMet = adminFen * 10_000n <= totalFen * BigInt(rule.mostAdminE4);
  return { ...common, state: isMet ? "met" : "over" };
}

function fundraisingOf({ facts, own, before, year }: RatioInputs, mostE4: number): FundraisingRatio {
  const known = before.flatMap((one) =>
    one.year < year && one.year >= year - 3 && one.donationIncomeFen !== null
      ? [{ year: one.year, fen: one.donationIncomeFen }]
      : [],
  );
  const costFen = own?.fundraisingCostFen ?? facts.fundraisingFen + facts.channelFeesFen;
  const total = known.reduce((sum, { fen }) => sum + fen, 0n);
  const meanFen = known.length === 0 ? null : total / BigInt(known.length);
  const common = {
    costFen,
    channelFeesFen: facts.channelFeesFen,
    meanFen,
    years: known.map((one) => one.year).sort((a, b) => b - a),
    ratioE4: meanFen === null ? null : ratioE4(costFen, meanFen),
    mostE4,
  };
  if (known.length < 3 || total <= 0n) return { ...common, state: "cannot-compute" };
  const isMet = costFen * 10_000n * 3n <= total * BigInt(mostE4);
  return { ...common, state: isMet ? "met" : "over" };
}
