import { latestEnd } from "./filing-rules.ts";
import type { FilingPlan } from "./plan.ts";

/** The nine checks of MCA Order 74 Art. 10, in its order. */
export const PLAN_CHECKS = [
  "purpose",
  "duration",
  "responsible",
  "account",
  "target",
  "beneficiaries",
  "use",
  "cost",
  "surplus",
] as const;
export type PlanCheck = (typeof PLAN_CHECKS)[number];

/** judge: nothing that can be computed speaks against it, a person has to decide. */
export type CheckVerdict = "met" | "not-met" | "judge";

export interface CheckFacts {
  /** The plan's account is an open, confirmed one in the organization's own name. */
  isOwnAccount: boolean;
  divisionCode: string;
}

/** One particular person is no circle of beneficiaries (慈善法 Art. 29 ff.; Order 74 Art. 10). */
const ONE_PERSON = /^(?:约|共|预计)?\s*(?:[1１一]\s*(?:人|名|位|个)?|one(?: person)?)$/i;

/** What the machine can say about each check; the rest is for a person to judge. */
export function checkPlan(plan: FilingPlan, facts: CheckFacts): Record<PlanCheck, CheckVerdict> {
  const written = (...texts: string[]): CheckVerdict =>
    texts.every((text) => text.trim() !== "") ? "judge" : "not-met";
  const isOnePerson = ONE_PERSON.test(plan.beneficiaryNumber.trim());
  return {
    purpose: written(plan.purpose, plan.name),
    duration:
      plan.endsOn >= plan.startsOn &&
      plan.endsOn <= latestEnd(plan.startsOn, plan.isEmergency, facts.divisionCode)
        ? "met"
        : "not-met",
    responsible: plan.isResponsibleFullTime && plan.responsibleName.trim() !== "" ? "met" : "not-met",
    account: facts.isOwnAccount ? "met" : "not-met",
    target: BigInt(plan.targetFen) > 0n ? "judge" : "not-met",
    beneficiaries: isOnePerson
      ? "not-met"
      : written(plan.beneficiaryScope, plan.beneficiaryNumber, plan.beneficiaryMethod),
    use: written(plan.use, plan.directAid) === "judge" ? "met" : "not-met",
    cost: written(plan.fundraisingCost),
    surplus: written(plan.surplus),
  };
}

/** The checks that a person has to answer for when the plan is released. */
export function checksToJudge(verdicts: Record<PlanCheck, CheckVerdict>): PlanCheck[] {
  return PLAN_CHECKS.filter((check) => verdicts[check] === "judge");
}

export function checksNotMet(verdicts: Record<PlanCheck, CheckVerdict>): PlanCheck[] {
  return PLAN_CHECKS.filter((check) => verdicts[check] === "not-met");
}
