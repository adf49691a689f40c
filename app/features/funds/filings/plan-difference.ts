import { canonicalJson } from "#app/lib/canonical-json.ts";
import { type FilingPlan, PLAN_TEXT_NAMES, type PlanText } from "./plan.ts";

/** The parts of a plan that a reader compares; texts first, in the order of the form. */
export const PLAN_PARTS = [
  ...PLAN_TEXT_NAMES,
  "fundIds",
  "startsOn",
  "endsOn",
  "isEmergency",
  "divisionCode",
  "methods",
  "isAway",
  "awayFiledOn",
  "isResponsibleFullTime",
  "bankAccountId",
  "targetFen",
  "partners",
] as const satisfies readonly (keyof FilingPlan)[];
export type PlanPart = (typeof PLAN_PARTS)[number];

/** What a later version says differently. The day it was filled in is no difference. */
export function changedParts(before: FilingPlan, after: FilingPlan): PlanPart[] {
  return PLAN_PARTS.filter((part) => canonicalJson(before[part]) !== canonicalJson(after[part]));
}

export const isTextPart = (part: PlanPart): part is PlanText =>
  (PLAN_TEXT_NAMES as readonly string[]).includes(part);
