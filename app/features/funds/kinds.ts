/** Projects, consumption campaigns, drives and trusts are four kinds of one published fund. */
export const FUND_KINDS = ["project", "consumption", "drive", "trust"] as const;
export type FundKind = (typeof FUND_KINDS)[number];

/** Drafts are not public. In the order in which lists show them. */
export const PUBLIC_FUND_STATES = ["open", "paused", "ended"] as const;
export type PublicFundState = (typeof PUBLIC_FUND_STATES)[number];

/** Where each kind has its pages. */
export const FUND_PATHS = {
  project: "/projects",
  consumption: "/consumption",
  drive: "/drives",
  trust: "/trusts",
} as const satisfies Record<FundKind, string>;

/** What each kind is called in the API's addresses. */
export const FUND_API_PATHS = {
  project: "/projects",
  consumption: "/consumption-campaigns",
  drive: "/drives",
  trust: "/trusts",
} as const satisfies Record<FundKind, string>;

/** The page of a fund. */
export function fundHref(fund: { kind: FundKind; slug: string }): string {
  return `${FUND_PATHS[fund.kind]}/${encodeURIComponent(fund.slug)}`;
}
