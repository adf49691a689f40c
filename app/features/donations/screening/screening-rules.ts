/**
 * Which gifts are put before a person, and why. No law gives a charity these thresholds: 反洗钱法 (in force since
 * 2025-01-01) Art. 40 asks everybody for special preventive measures towards listed persons and nothing more, and
 * 社会组织反恐怖融资管理办法 (since 2025-05-01) Art. 10, 11 ask for lawful channels and a look at overseas partners.
 * So all of them are this site's own design values, and are shown as such.
 */
export const SCREENING_REASONS = [
  "list-match",
  "single-large",
  "year-large",
  "structuring",
  "cash-large",
  "trust",
  "overseas-card",
] as const;
export type ScreeningReason = (typeof SCREENING_REASONS)[number];

/**
 * Reasons for which the gift is not spent before two people have decided: those that speak of who gives or of hiding
 * an amount. Size alone is only looked at.
 */
export const HOLDING_REASONS = ["list-match", "structuring"] as const satisfies readonly ScreeningReason[];

export interface ScreeningRule {
  reason: ScreeningReason;
  /** The first day on which this value held here. */
  since: string;
  /** In fen, where the rule has a threshold. */
  thresholdFen: bigint | null;
  /** law: a statute asks for it; design: the site chose it. */
  basis: "law" | "design";
}

const SINCE = "2026-11-22";
const SINGLE_FEN = 1_000_000n;

/** The one table of what is looked at, in the order in which reasons are shown. */
export const SCREENING_RULES: readonly ScreeningRule[] = [
  { reason: "list-match", since: SINCE, thresholdFen: null, basis: "law" },
  { reason: "single-large", since: SINCE, thresholdFen: SINGLE_FEN, basis: "design" },
  { reason: "year-large", since: SINCE, thresholdFen: 5_000_000n, basis: "design" },
  { reason: "structuring", since: SINCE, thresholdFen: (SINGLE_FEN * 80n) / 100n, basis: "design" },
  { reason: "cash-large", since: SINCE, thresholdFen: 5_000_000n, basis: "design" },
  { reason: "trust", since: SINCE, thresholdFen: null, basis: "design" },
  { reason: "overseas-card", since: SINCE, thresholdFen: null, basis: "design" },
];

/** The threshold of a rule that has one, in fen. */
export function thresholdOf(reason: ScreeningReason): bigint {
  const fen = SCREENING_RULES.find((rule) => rule.reason === reason)?.thresholdFen;
  if (fen === null || fen === undefined) throw new Error(`${reason} has no threshold`);
  return fen;
}

/** So many gifts of one giver just under the single threshold, within so many days, are one look. */
export const STRUCTURING_GIFTS = 3;
export const STRUCTURING_DAYS = 7;

/**
 * Where screening begins on a site that already has gifts: those that counted this many days before its first
 * run. Older ones were given under other rules, and a queue of years would only hide the new.
 */
export const LOOK_BACK_DAYS = 30;

/** What may become of a case: nothing stands against it, the money goes back, or it was reported outside. */
export const SCREENING_OUTCOMES = ["clear", "refund", "report"] as const;
export type ScreeningOutcome = (typeof SCREENING_OUTCOMES)[number];

/** Why, as a code: what people write about a giver in their own words is kept nowhere here. */
export const SCREENING_GROUNDS = [
  "known-giver",
  "explained",
  "another-person",
  "source-unclear",
  "listed-person",
] as const;
export type ScreeningGround = (typeof SCREENING_GROUNDS)[number];
