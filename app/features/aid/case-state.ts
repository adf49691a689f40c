/** The steps of a case, each with its time; null until it has happened. */
export interface CaseSteps {
  receivedAt: Date;
  reviewedAt: Date | null;
  checkedAt: Date | null;
  decidedAt: Date | null;
  decision: "approve" | "refuse" | null;
  announcedAt: Date | null;
  stoppedAt: Date | null;
  /** In a batch that was not given up. */
  batchedAt: Date | null;
  paidAt: Date | null;
  deliveredAt: Date | null;
  recoveredAt: Date | null;
}

export const CASE_STATES = [
  "received",
  "checked",
  "approved",
  "announced",
  "batched",
  "paid",
  "delivered",
  "refused",
  "stopped",
  "recovered",
] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** Where a case stands. Steps only move forward, so the last that has happened says it. */
export function caseState(steps: CaseSteps): CaseState {
  if (steps.recoveredAt) return "recovered";
  if (steps.decision === "refuse") return "refused";
  if (steps.deliveredAt) return "delivered";
  if (steps.paidAt) return "paid";
  if (steps.stoppedAt) return "stopped";
  if (steps.batchedAt) return "batched";
  if (steps.announcedAt) return "announced";
  if (steps.decision === "approve") return "approved";
  return steps.checkedAt ? "checked" : "received";
}

/** How it was found out, as the clerk ticks it: what was looked at is noted, copies are not kept. */
export const CHECK_WAYS = [
  "id-card",
  "household-book",
  "income-proof",
  "medical-bill",
  "home-visit",
  "village-word",
] as const;
export type CheckWay = (typeof CHECK_WAYS)[number];

/** Why aid is refused: the applicant is told this and nothing else. */
export const REFUSAL_REASONS = [
  "not-qualified",
  "outside-area",
  "over-cap",
  "aided-otherwise",
  "not-reachable",
  "papers-missing",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const STOP_REASONS = [
  "died",
  "moved-away",
  "no-longer-qualifies",
  "duplicate",
  "objection-upheld",
  "withdrawn",
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** What a list may stop for: held against records of deaths, households and homes, as 桐庐 did. */
export const LIST_STOP_REASONS = ["died", "moved-away", "no-longer-qualifies"] as const;
export type ListStopReason = (typeof LIST_STOP_REASONS)[number];

/** Who looks at cases and proposes, who confirms: roles of a membership in the organization. */
export const AID_ROLES = ["charity-clerk", "charity-approver"] as const;
export const AID_DECIDER_ROLES = ["charity-approver"] as const;
