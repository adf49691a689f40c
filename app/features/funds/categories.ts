/** What a fund is for, after the purposes in 慈善法 Art. 3. The words are in the `funds` dictionary. */
export const FUND_CATEGORIES = [
  "relief",
  "elderly",
  "children",
  "education",
  "health",
  "disability",
  "disaster",
  "community",
  "environment",
  "culture",
] as const;
export type FundCategory = (typeof FUND_CATEGORIES)[number];

export function isFundCategory(text: string): text is FundCategory {
  return (FUND_CATEGORIES as readonly string[]).includes(text);
}
