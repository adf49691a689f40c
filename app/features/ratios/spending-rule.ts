/**
 * Least charitable spend and most administration cost, by class of charity and by year: the dated rule
 * table. Percentages in ten-thousandths, amounts in fen. Sources: 民发〔2016〕189号 (years to 2025), 民发
 * 〔2026〕12号 (in force from its publication, 2026-04-27; the year 2026 is reported under it), 财政部 税务总局
 * 民政部公告2020年第27号 (a test of its own for the deduction of gifts from tax).
 */
export const SPENDING_RULES_FROM = "2026-04-27";

export type RuleSetId = "SPEND_2016_189" | "SPEND_2026_12" | "TAXDED_2020_27";

export interface RuleSet {
  id: RuleSetId;
  /** As it is cited. */
  law: string;
  /** `reached`: only what a batch of beneficiaries confirms (民发〔2026〕12号 Art. 12); `paid`: what was paid out. */
  counts: "reached" | "paid";
  /** The mean of three years may stand for last year (189号 Art. 10, 12号 Art. 11). */
  mayAverage: boolean;
  /** Administration below this is exempt from its ratio (189号 Art. 11, 12号 Art. 13). */
  adminExemptBelowFen: bigint | null;
  /** Most fundraising cost to the mean of three years' donations (12号 Art. 15). */
  mostFundraisingE4: number | null;
  /** `article` of each matter, for the page. */
  articles: { numerator: string; average: string; exempt: string; exceptions: string; fundraising: string };
}

/** Administration below this is exempt from its ratio (Art. 13): 200,000 yuan. */
export const ADMIN_EXEMPT_BELOW_FEN = 20_000_000n;
/** Fundraising cost to the mean of the donations of three years (Art. 15), in ten-thousandths. */
export const FUNDRAISING_COST_E4 = 300;

export const RULE_SETS: Readonly<Record<RuleSetId, RuleSet>> = {
  SPEND_2016_189: {
    id: "SPEND_2016_189",
    law: "民发〔2016〕189号",
    counts: "paid",
    mayAverage: true,
    adminExemptBelowFen: ADMIN_EXEMPT_BELOW_FEN,
    mostFundraisingE4: null,
    articles: {
      numerator: "第四条",
      average: "第十条",
      exempt: "第十一条",
      exceptions: "第十二条",
      fundraising: "",
    },
  },
  SPEND_2026_12: {
    id: "SPEND_2026_12",
    law: "民发〔2026〕12号",
    counts: "reached",
    mayAverage: true,
    adminExemptBelowFen: ADMIN_EXEMPT_BELOW_FEN,
    mostFundraisingE4: FUNDRAISING_COST_E4,
    articles: {
      numerator: "第四条、第十二条",
      average: "第十一条",
      exempt: "第十三条",
      exceptions: "第十四条",
      fundraising: "第十五条",
    },
  },
  TAXDED_2020_27: {
    id: "TAXDED_2020_27",
    law: "财政部 税务总局 民政部公告2020年第27号",
    counts: "paid",
    mayAverage: false,
    adminExemptBelowFen: null,
    mostFundraisingE4: null,
    articles: { numerator: "第四条", average: "", exempt: "", exceptions: "", fundraising: "" },
  },
};

/**
 * The standard of yearly spend and fees of charitable trusts (民政部、金融监管总局《关于慈善信托年度支出和管理费用的
 * 规定》) is issued; its figures were not found, so they stay empty and the page says so.
 */
export const TRUST_SPEND: { leastSpendE4: number | null; mostFeesE4: number | null } = {
  leastSpendE4: null,
  mostFeesE4: null,
};

/** Which set a charity reports a calendar year under. */
export const ruleSetOfYear = (year: number): RuleSet =>
  year >= 2026 ? RULE_SETS.SPEND_2026_12 : RULE_SETS.SPEND_2016_189;

export interface SpendingRule {
  base: "income" | "net-assets";
  /** Least spend to base, and most administration to total expense, in ten-thousandths. */
  leastSpendE4: number;
  mostAdminE4: number;
  /** The smallest associations also spend so much of last year's income. */
  leastOfIncomeE4: number | null;
  article: string;
}

/** What a charity's class follows from; net assets at the end of last year. */
export interface CharityClass {
  isFoundation: boolean;
  raisesPublicly: boolean;
  netAssetsFen: bigint | null;
}

const WAN_FEN = 1_000_000n;

interface Band {
  fromWan: bigint;
  leastSpendE4: number;
  mostAdminE4: number;
  leastOfIncomeE4?: number;
}

const FOUNDATIONS: readonly Band[] = [
  { fromWan: 6_000n, leastSpendE4: 600, mostAdminE4: 1_200 },
  { fromWan: 800n, leastSpendE4: 600, mostAdminE4: 1_300 },
  { fromWan: 400n, leastSpendE4: 700, mostAdminE4: 1_500 },
  { fromWan: 0n, leastSpendE4: 800, mostAdminE4: 2_000 },
];
const OTHERS: readonly Band[] = [
  { fromWan: 1_000n, leastSpendE4: 600, mostAdminE4: 1_300 },
  { fromWan: 500n, leastSpendE4: 700, mostAdminE4: 1_400 },
  { fromWan: 100n, leastSpendE4: 800, mostAdminE4: 1_500 },
  { fromWan: 0n, leastSpendE4: 800, mostAdminE4: 2_000, leastOfIncomeE4: 5_000 },
];

/** Articles of the three classes: public fundraisers, other foundations, other associations and service organizations. */
const CLASS_ARTICLES: Readonly<Record<RuleSetId, readonly [string, string, string]>> = {
  SPEND_2016_189: ["第七条", "第八条", "第九条"],
  SPEND_2026_12: ["第八条", "第九条", "第十条"],
  TAXDED_2020_27: ["第四条", "第四条", "第四条"],
};

/** The limits of a class under a set; null where its net assets decide and are not known. */
export function spendingRule(
  given: CharityClass,
  set: RuleSet = RULE_SETS.SPEND_2026_12,
): SpendingRule | null {
  const { isFoundation, raisesPublicly, netAssetsFen } = given;
  const [publicly, foundations, others] = CLASS_ARTICLES[set.id].map((article) => set.law + article);
  const rule = (base: SpendingRule["base"], band: Omit<Band, "fromWan">, article = ""): SpendingRule => ({
    base,
    leastSpendE4: band.leastSpendE4,
    mostAdminE4: band.mostAdminE4,
    leastOfIncomeE4: band.leastOfIncomeE4 ?? null,
    article,
  });
  if (set.id === "TAXDED_2020_27") {
    return raisesPublicly
      ? rule("income", { leastSpendE4: 7_000, mostAdminE4: 1_000 }, publicly)
      : rule("net-assets", { leastSpendE4: 800, mostAdminE4: 1_200 }, others);
  }
  if (raisesPublicly) {
    return rule("income", { leastSpendE4: 7_000, mostAdminE4: isFoundation ? 1_000 : 1_300 }, publicly);
  }
  if (netAssetsFen === null) return null;
  const band = (isFoundation ? FOUNDATIONS : OTHERS).find(
    ({ fromWan }) => netAssetsFen >= fromWan * WAN_FEN || fromWan === 0n,
  );
  return band ? rule("net-assets", band, isFoundation ? foundations : others) : null;
}
