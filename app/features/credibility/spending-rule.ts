/**
 * Least charitable spend and most administration cost, 民发〔2026〕12号 (in force from its publication,
 * 2026-04-27), Art. 8 to 10 and 13; fundraising cost Art. 15. Only what has reached beneficiaries is spend
 * (Art. 12). The base is last year's total income, or net assets at the end of last year.
 */
export const SPENDING_RULES_FROM = "2026-04-27";

/** Administration below this is exempt from its ratio (Art. 13): 200,000 yuan. */
export const ADMIN_EXEMPT_BELOW_FEN = 20_000_000;
/** Fundraising cost to the mean of the donations of three years (Art. 15), in ten-thousandths. */
export const FUNDRAISING_COST_E4 = 300;

export interface SpendingRule {
  base: "income" | "net-assets";
  /** Least spend to base, and most administration to total expense, in ten-thousandths. */
  leastSpendE4: number;
  mostAdminE4: number;
  article: string;
}

const PUBLIC_FOUNDATION: SpendingRule = {
  base: "income",
  leastSpendE4: 7_000,
  mostAdminE4: 1_000,
  article: "民发〔2026〕12号第八条",
};
const PUBLIC_OTHER: SpendingRule = { ...PUBLIC_FOUNDATION, mostAdminE4: 1_300 };

const WAN_FEN = 1_000_000;
const netAssets = (fromWan: number, leastSpendE4: number, mostAdminE4: number, article: string) => ({
  fromFen: fromWan * WAN_FEN,
  rule: { base: "net-assets", leastSpendE4, mostAdminE4, article } as const satisfies SpendingRule,
});
const FOUNDATIONS = [
  netAssets(6_000, 600, 1_200, "民发〔2026〕12号第九条"),
  netAssets(800, 600, 1_300, "民发〔2026〕12号第九条"),
  netAssets(400, 700, 1_500, "民发〔2026〕12号第九条"),
  netAssets(0, 800, 2_000, "民发〔2026〕12号第九条"),
];
const OTHERS = [
  netAssets(1_000, 600, 1_300, "民发〔2026〕12号第十条"),
  netAssets(500, 700, 1_400, "民发〔2026〕12号第十条"),
  netAssets(100, 800, 1_500, "民发〔2026〕12号第十条"),
  netAssets(0, 800, 2_000, "民发〔2026〕12号第十条"),
];

/** The band of an organization; null where its net assets decide and are not known. */
export function spendingRule(organization: {
  isFoundation: boolean;
  raisesPublicly: boolean;
  netAssetsFen: number | null;
}): SpendingRule | null {
  const { isFoundation, raisesPublicly, netAssetsFen } = organization;
  if (raisesPublicly) return isFoundation ? PUBLIC_FOUNDATION : PUBLIC_OTHER;
  if (netAssetsFen === null) return null;
  const bands = isFoundation ? FOUNDATIONS : OTHERS;
  return bands.find((band) => netAssetsFen >= band.fromFen)?.rule ?? null;
}
