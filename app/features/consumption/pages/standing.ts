import { shanghaiDay } from "#app/lib/time.ts";
import { type AgreementState, agreementState, type StandingFacts } from "../agreements/agreement-state.ts";

/**
 * Where an agreement that both sides confirmed stands in public; the badge of 爱心商家 hangs only while it is in force.
 * In the order of lists.
 */
export const STANDINGS = [
  "in-force",
  "agreed",
  "suspended",
  "expired",
  "ended",
] as const satisfies readonly AgreementState[];
export type Standing = (typeof STANDINGS)[number];

/** Null for what was never agreed: a proposal is not public. */
export function standingOf(facts: StandingFacts, today: string): Standing | null {
  const state = agreementState(facts, today);
  return STANDINGS.find((standing) => standing === state) ?? null;
}

/** Since which day it stands so; of one that is agreed, from which day it will be in force. */
export function standingSince(facts: StandingFacts, standing: Standing): string {
  if (standing === "suspended" && facts.suspendedAt) return shanghaiDay(facts.suspendedAt);
  if (standing === "ended" && facts.endedAt) return shanghaiDay(facts.endedAt);
  if (standing === "expired") return facts.confirmedTo ?? facts.effectiveOn;
  return facts.confirmedFrom ?? facts.effectiveOn;
}
