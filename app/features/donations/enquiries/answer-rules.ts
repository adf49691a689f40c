import { addDays, dateOf } from "#app/lib/time.ts";

export const ENQUIRY_KINDS = ["question", "complaint", "refund"] as const;
export type EnquiryKind = (typeof ENQUIRY_KINDS)[number];

/**
 * How many days a charity has to answer. National law gives donors the right to query (慈善法 Art. 42) and no number:
 * two places have one of their own, elsewhere practice is the default, which a charity may shorten or lengthen a
 * little and which is shown as not confirmed.
 */
export interface AnswerRule {
  kind: EnquiryKind;
  days: number;
  unit: "working" | "calendar";
  source: string;
  /** False: practice or a design value, not a rule of law that was seen. */
  isConfirmed: boolean;
  /** The first digits of a division code; null: everywhere else. */
  jurisdiction: string | null;
  effectiveFrom: string;
}

const PRACTICE = "慈善联合会手册的做法（全国性法律没有规定天数）";

export const ANSWER_RULES: readonly AnswerRule[] = [
  rule("question", 10, "working", "上海市慈善条例", "31"),
  rule("question", 20, "calendar", "广州市慈善促进条例", "4401"),
  { ...rule("question", 5, "working", PRACTICE, null), isConfirmed: false },
  { ...rule("complaint", 15, "calendar", PRACTICE, null), isConfirmed: false },
  {
    ...rule("refund", 3, "working", "湖南省青少年发展基金会的做法：三个工作日审核，三个工作日退款", null),
    isConfirmed: false,
  },
];

function rule(
  kind: EnquiryKind,
  days: number,
  unit: AnswerRule["unit"],
  source: string,
  jurisdiction: string | null,
): AnswerRule {
  return { kind, days, unit, source, isConfirmed: true, jurisdiction, effectiveFrom: "2024-09-05" };
}

/** The longest and shortest a charity may promise where nothing but practice holds, in working days. */
export const PROMISE_LIMITS = { least: 1, most: 10 } as const;

/**
 * The rule that holds for a charity on a day: the local one before the general one; the charity's own promise in
 * the place of practice, never in the place of law.
 */
export function answerRule(
  kind: EnquiryKind,
  charity: { divisionCode: string; promisedWorkingDays: number | null },
  day: string,
): AnswerRule {
  const inForce = ANSWER_RULES.filter((one) => one.kind === kind && one.effectiveFrom <= day);
  const local = inForce.find(
    ({ jurisdiction }) => jurisdiction && charity.divisionCode.startsWith(jurisdiction),
  );
  if (local) return local;
  const general = inForce.find(({ jurisdiction }) => jurisdiction === null);
  if (!general) throw new Error(`no rule for answering a ${kind} on ${day}`);
  return kind === "question" && charity.promisedWorkingDays !== null
    ? { ...general, days: charity.promisedWorkingDays }
    : general;
}

/**
 * The last day to answer on. Working days are Monday to Friday: public holidays are announced year by year and
 * not known here, so a due day is never later than the law's.
 */
export function answerDueOn(askedOn: string, { days, unit }: Pick<AnswerRule, "days" | "unit">): string {
  if (unit === "calendar") return addDays(askedOn, days);
  let day = askedOn;
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    const weekday = dateOf(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return day;
}
