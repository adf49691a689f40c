import { addDays, dateOf, dayOf, daysBetween } from "#app/lib/time.ts";

/**
 * The numbers of days and months that filing goes by, dated and with their source. A province may set its own:
 * `null` says that its number could not be confirmed, and the national one is used and shown as such.
 */
export type FilingRuleKey =
  | "before-start"
  | "after-emergency-start"
  | "after-change"
  | "to-complete"
  | "to-publish"
  | "away-before-start"
  | "longest-months"
  | "longest-emergency-months";

export interface FilingRule {
  key: FilingRuleKey;
  value: number | null;
  source: string;
  effectiveFrom: string;
  /** The first digits of a division code; null: the whole country. */
  jurisdiction: string | null;
}

const ORDER_74 = "慈善组织公开募捐管理办法（民政部令第74号）";

export const FILING_RULES: readonly FilingRule[] = [
  rule("before-start", 10, `${ORDER_74}第十一条`),
  rule("after-emergency-start", 10, `慈善法第七十三条、${ORDER_74}第十三条`),
  rule("after-change", 10, `${ORDER_74}第十二条`),
  rule("to-complete", 5, `${ORDER_74}第十一条`),
  rule("to-publish", 10, `${ORDER_74}第十一条`),
  rule("away-before-start", 10, `${ORDER_74}第十四条`),
  rule("longest-months", 36, `${ORDER_74}第十条`),
  rule("longest-emergency-months", 12, `${ORDER_74}第十条`),
  // Seven days in the text of 2018; the number in the text as amended on 2025-03-28 was not seen.
  {
    ...rule("before-start", null, "浙江省实施《中华人民共和国慈善法》办法（2025年修正）"),
    jurisdiction: "33",
  },
];

function rule(key: FilingRuleKey, value: number | null, source: string): FilingRule {
  return { key, value, source, effectiveFrom: "2024-09-05", jurisdiction: null };
}

export interface AppliedRule {
  value: number;
  source: string;
  /** A local rule that exists but whose number could not be confirmed. */
  unconfirmedLocal: string | null;
}

/** The rule that holds on a day in a place: the local one if its number is known, else the national one. */
export function filingRule(key: FilingRuleKey, day: string, divisionCode: string): AppliedRule {
  const inForce = FILING_RULES.filter((one) => one.key === key && one.effectiveFrom <= day);
  const local = inForce.find(
    ({ jurisdiction }) => jurisdiction !== null && divisionCode.startsWith(jurisdiction),
  );
  const national =
    inForce.find(({ jurisdiction }) => jurisdiction === null) ?? FILING_RULES.find((one) => one.key === key);
  if (local?.value != null) return { value: local.value, source: local.source, unconfirmedLocal: null };
  return {
    value: national?.value ?? 0,
    source: national?.source ?? "",
    unconfirmedLocal: local?.source ?? null,
  };
}

/** The same day so many months later; the last day of a month that is too short. */
export function addMonths(day: string, months: number): string {
  const date = dateOf(day);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, lastOfMonth));
  return dayOf(date);
}

/** The last day that a plan may run to. */
export function latestEnd(startsOn: string, isEmergency: boolean, divisionCode: string): string {
  const months = filingRule(
    isEmergency ? "longest-emergency-months" : "longest-months",
    startsOn,
    divisionCode,
  );
  return addDays(addMonths(startsOn, months.value), -1);
}

export type FilingDutyKind =
  | "hand-in"
  | "hand-in-emergency"
  | "hand-in-change"
  | "complete"
  | "answer"
  | "renew";

export interface FilingDuty {
  kind: FilingDutyKind;
  dueOn: string;
  rule: AppliedRule;
}

export interface DutyFacts {
  kind: "plan" | "amendment" | "renewal";
  state: "drafted" | "sent-back" | "withdrawn" | "released" | "submitted" | "returned" | "filed";
  isEmergency: boolean;
  startsOn: string;
  endsOn: string;
  changedOn: string | null;
  submittedOn: string | null;
  answeredOn: string | null;
}

/**
 * What a version has to do next and by when. A version in force asks for nothing, until its end is near enough
 * that a renewal has to be handed in.
 */
export function dutyOf(version: DutyFacts, divisionCode: string): FilingDuty | null {
  const of = (key: FilingRuleKey, kind: FilingDutyKind, from: string, sign: 1 | -1): FilingDuty => {
    const applied = filingRule(key, from, divisionCode);
    return { kind, dueOn: addDays(from, sign * applied.value), rule: applied };
  };
  if (version.state === "filed") return of("before-start", "renew", addDays(version.endsOn, 1), -1);
  if (version.state === "returned" && version.answeredOn) {
    return of("to-complete", "complete", version.answeredOn, 1);
  }
  if (version.state === "submitted" && version.submittedOn) {
    return of("to-publish", "answer", version.submittedOn, 1);
  }
  if (version.kind === "amendment" && version.changedOn) {
    return of("after-change", "hand-in-change", version.changedOn, 1);
  }
  return version.isEmergency
    ? of("after-emergency-start", "hand-in-emergency", version.startsOn, 1)
    : of("before-start", "hand-in", version.startsOn, -1);
}

/** Due days closer than this are shown as near: the longest reminder of the statutory clock. */
const NEAR_DAYS = 30;

/** How a due day stands: past, near, or far enough that a list may keep silent. */
export function nearnessOf(dueOn: string, today: string): "late" | "near" | "far" {
  const left = daysBetween(today, dueOn);
  if (left < 0) return "late";
  return left <= NEAR_DAYS ? "near" : "far";
}
