/**
 * The method by which the score is computed: one dated, frozen table. A report names the version it was made
 * with; a change is a new version with a new table, announced before it takes effect.
 */
export const METHOD_VERSION = "2026-1";
/** First day on which reports are made by it. */
export const METHOD_FROM = "2026-11-01";

/** 1 as an integer: every value between 0 and 1 is a whole number of ten-thousandths. */
export const ONE = 10_000;
/** 100 points at the same scale. */
export const FULL = 100 * ONE;

export const DIMENSIONS = [
  {
    code: "standing",
    weight: 15,
    indicators: [
      { code: "registration", weight: 40, formula: "Σ check ÷ number of checks that apply" },
      { code: "filing", weight: 60, formula: "filedFen ÷ publicFen" },
    ],
  },
  {
    code: "disclosure",
    weight: 25,
    indicators: [
      {
        code: "punctuality",
        weight: 60,
        formula: "Σ τ(lateDays) ÷ due; τ = 1, or 0.8 − lateDays ÷ 90 × 0.8, or 0",
      },
      { code: "completeness", weight: 30, formula: "filledFields ÷ requiredFields" },
      { code: "corrections", weight: 10, formula: "1 − silentEdits ÷ edits" },
    ],
  },
  {
    code: "finance",
    weight: 20,
    indicators: [
      { code: "spending", weight: 35, formula: "(deliveredFen ÷ baseFen − 0.8 T) ÷ (0.2 T), within 0 and 1" },
      {
        code: "admin",
        weight: 20,
        formula: "1 if f ≤ C or adminFen < 20000000, else 1 − (f − C) ÷ C; f = adminFen ÷ totalExpenseFen",
      },
      {
        code: "fundraising",
        weight: 20,
        formula: "1 if costFen ≤ limitFen, else 1 − (costFen − limitFen) ÷ limitFen",
      },
      { code: "audit", weight: 25, formula: "standard 1, emphasis 0.7, qualified 0.3, else 0" },
    ],
  },
  {
    code: "delivery",
    weight: 20,
    indicators: [
      { code: "reconciliation", weight: 25, formula: "1 − (openFen + openOldFen) ÷ statementFen" },
      { code: "tracing", weight: 25, formula: "traceableFen ÷ disbursedFen" },
      { code: "purpose", weight: 15, formula: "1 − outsideFen ÷ checkedFen" },
      { code: "milestones", weight: 15, formula: "on time 1, late 0.5, not met 0" },
      { code: "idle", weight: 10, formula: "1 − idleFen ÷ balanceFen" },
      { code: "receipts", weight: 10, formula: "issued within 10 working days ÷ requested" },
    ],
  },
  {
    code: "governance",
    weight: 10,
    indicators: [{ code: "governance", weight: 100, formula: "checks passed ÷ 5" }],
  },
  {
    code: "feedback",
    weight: 10,
    indicators: [
      { code: "response", weight: 60, formula: "answered within 10 working days ÷ questions" },
      { code: "rating", weight: 40, formula: "(n x̄ + 30 μ) ÷ (n + 30)" },
    ],
  },
] as const;
export type DimensionCode = (typeof DIMENSIONS)[number]["code"];
export type IndicatorCode = (typeof DIMENSIONS)[number]["indicators"][number]["code"];

/** Least score ×100 of each band, from the top. Never letters: 1A to 5A are civil affairs' own grades. */
export const BANDS = [
  { code: "excellent", fromE2: 9_000 },
  { code: "good", fromE2: 8_000 },
  { code: "fair", fromE2: 6_000 },
  { code: "weak", fromE2: 0 },
] as const;
/** `insufficient`: too little evidence; `alert`: on the list of serious violations. Both without a score. */
export const BAND_CODES = ["excellent", "good", "fair", "weak", "insufficient", "alert"] as const;
export type BandCode = (typeof BAND_CODES)[number];

/** Below this share of weight with evidence nothing is rated. */
export const LEAST_COVERAGE_E4 = 6_000;

/** The most a charity can have while one of these holds; null: no score at all. */
export const CAPS = [
  { code: "serious-violation", limitE2: null, source: "严重违法失信名单" },
  { code: "abnormal-list", limitE2: 5_900, source: "活动异常名录" },
  { code: "penalty", limitE2: 5_900, source: "慈善法第一百一十条等；24 个月内的行政处罚" },
  { code: "annual-report-missing", limitE2: 6_900, source: "民政部令第81号第六条" },
  { code: "unreconciled", limitE2: 7_400, source: "本方法：超过 30 天没对上的钱多于 1%" },
] as const;
export type CapCode = (typeof CAPS)[number]["code"];

/** Unreconciled money older than this, above this share of all statements, caps the score. */
export const OLD_BREAK_DAYS = 30;
export const OLD_BREAKS_ALLOWED_E4 = 100;
export const PENALTY_MONTHS = 24;
/** Duties, statements and disbursements of this many days back are judged. */
export const WINDOW_DAYS = 365;
/** Restricted money that has lain longer than this is idle. */
export const IDLE_MONTHS = 24;

/** A late publication starts at this and loses all of it over LATE_DAYS. */
export const LATE_START_E4 = 8_000;
export const LATE_DAYS = 90;
/** What a charity says of itself without anybody behind it counts this much at most. */
export const SELF_CLAIM_E4 = 5_000;

export const ASSESSMENT_E4: Readonly<Record<string, number>> = { "5A": 10_000, "4A": 9_000, "3A": 8_000 };
export const NO_ASSESSMENT_E4 = 5_000;

export const AUDIT_E4 = {
  standard: 10_000,
  emphasis: 7_000,
  qualified: 3_000,
  adverse: 0,
  disclaimer: 0,
  none: 0,
} as const;

export const LEAST_BOARD_MEETINGS = 2;
/** The five checks of governance, in order. Related directors at most a third: Order 74 Art. 5. */
export const GOVERNANCE_CHECKS = [
  "board-meetings",
  "independence",
  "supervisor-report",
  "conflict-policy",
  "related-parties",
] as const;
export type GovernanceCheck = (typeof GOVERNANCE_CHECKS)[number];
