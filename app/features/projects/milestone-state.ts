import { daysBetween } from "#app/lib/time.ts";

export interface MilestoneTarget {
  /** YYYY-MM-DD in China. */
  dueOn: string;
  /** done: it happens or not; amount and count are reached bit by bit. */
  targetKind: "done" | "amount" | "count";
  targetFen: bigint | null;
  targetCount: number | null;
}

export interface MilestoneReached {
  reachedOn: string;
  reachedFen: bigint | null;
  reachedCount: number | null;
}

/** `status` is OCDS's (milestone codelist): scheduled, met, notMet, partiallyMet. */
export type MilestoneState =
  | { kind: "scheduled"; status: "scheduled"; days: number }
  | { kind: "met"; status: "met" }
  | { kind: "late"; status: "met"; days: number }
  | { kind: "partly"; status: "partiallyMet"; days: number }
  | { kind: "missed"; status: "notMet" | "partiallyMet"; days: number };

/**
 * Where a milestone stands on a day: computed from what was planned and what the latest report says, never set.
 * `days` are those left until the day, or those that have passed since.
 */
export function milestoneState(
  target: MilestoneTarget,
  reached: MilestoneReached | null,
  today: string,
): MilestoneState {
  if (reached && isReached(target, reached)) {
    const lateDays = daysBetween(target.dueOn, reached.reachedOn);
    return lateDays > 0 ? { kind: "late", status: "met", days: lateDays } : { kind: "met", status: "met" };
  }
  const daysLeft = daysBetween(today, target.dueOn);
  if (daysLeft < 0) return { kind: "missed", status: reached ? "partiallyMet" : "notMet", days: -daysLeft };
  return reached
    ? { kind: "partly", status: "partiallyMet", days: daysLeft }
    : { kind: "scheduled", status: "scheduled", days: daysLeft };
}

function isReached(target: MilestoneTarget, reached: MilestoneReached): boolean {
  if (target.targetKind === "done") return true;
  if (target.targetKind === "amount") return (reached.reachedFen ?? 0n) >= (target.targetFen ?? 0n);
  return (reached.reachedCount ?? 0) >= (target.targetCount ?? 0);
}
