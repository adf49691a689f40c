/**
 * Where an agreement stands on a day. An agreement is a row of versions; what both sides confirmed stays, and what is
 * newer than that is a proposal.
 */
export const AGREEMENT_STATES = [
  "drafted",
  "offered",
  "agreed",
  "in-force",
  "suspended",
  "expired",
  "ended",
  "refused",
  "withdrawn",
  "lapsed",
] as const;
export type AgreementState = (typeof AGREEMENT_STATES)[number];

/** What the state follows from. Days are YYYY-MM-DD in China. */
export interface StandingFacts {
  suspendedAt: Date | null;
  endedAt: Date | null;
  /** First day of the first version that both confirmed; null where there is none. */
  confirmedFrom: string | null;
  /** Last day of the newest version that both confirmed. */
  confirmedTo: string | null;
  /** The newest version. */
  effectiveOn: string;
  charityConfirmedAt: Date | null;
  merchantConfirmedAt: Date | null;
  withdrawnBy: "charity" | "merchant" | null;
  withdrawnAt: Date | null;
}

export function agreementState(facts: StandingFacts, today: string): AgreementState {
  if (facts.endedAt) return "ended";
  if (facts.confirmedFrom === null || facts.confirmedTo === null) return proposalState(facts, today);
  if (today < facts.confirmedFrom) return "agreed";
  if (today > facts.confirmedTo) return "expired";
  return facts.suspendedAt ? "suspended" : "in-force";
}

/** What waits beside terms that hold already: the newest version, while it can still be confirmed. */
export function openProposal(facts: StandingFacts, today: string): "drafted" | "offered" | null {
  if (facts.endedAt || (facts.charityConfirmedAt && facts.merchantConfirmedAt)) return null;
  const state = proposalState(facts, today);
  return state === "drafted" || state === "offered" ? state : null;
}

function proposalState(
  facts: StandingFacts,
  today: string,
): "drafted" | "offered" | "refused" | "withdrawn" | "lapsed" {
  if (facts.withdrawnAt) return facts.withdrawnBy === "merchant" ? "refused" : "withdrawn";
  // Signed before the sales begin (慈善法 Art. 37): on its first day it is too late.
  if (facts.effectiveOn <= today) return "lapsed";
  return facts.charityConfirmedAt ? "offered" : "drafted";
}
