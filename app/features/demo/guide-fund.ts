/** What the guide walks through. The seed makes it: an almost empty queue and one proposal that wants a little more. */
export const GUIDE_FUND = { kind: "project", slug: "warm-soles", organization: "tonglu-charity" } as const;

/** What the waiting proposal asks for, and what is left for it before the visitor gives. */
export const GUIDE_PROPOSAL_FEN = 2_000n;
export const GUIDE_LEFT_FEN = 1_950n;

/** The invented people whose place a visitor takes, by the name of the role. */
export const DEMO_EMAILS = {
  donor: "donor@demo.mingshan.example",
  clerk: "clerk@demo.mingshan.example",
  approver: "approver@demo.mingshan.example",
} as const;
export type DemoRole = keyof typeof DEMO_EMAILS;
