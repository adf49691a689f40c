/** Where a case stands; worked out in SQL (queries.server.ts), because lists filter by it. */
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
