import { invariant } from "#app/lib/invariant.ts";
import type { DutyKind } from "./duty-kinds.ts";

/** How a due day follows from its fact. Days and months count from the fact's day; a yearly day follows the year. */
export type Term =
  | { days: number }
  | { months: number }
  | { everyDays: number }
  | { everyMonths: number; ifLongerThanMonths: number }
  | { yearly: string };

export interface DutyRule {
  kind: DutyKind;
  /** First due day that this version of the rule governs. */
  from: string;
  term: Term;
  article: string;
  articleEn: string;
  /** For a charity that is itself the trustee; null: whoever it is. */
  for?: "charity-trustee";
  /** The number or the article was not seen in the primary text: shown as such. */
  isUnconfirmed?: true;
}

const LAW_79 = { article: "慈善法第七十九条", articleEn: "Charity Law Art. 79" };
const ORDER_81 = (zh: string, en: string) => ({
  article: `信息公开办法（民政部令第81号）第${zh}条`,
  articleEn: `Order 81 Art. ${en}`,
});
const both = (...rules: readonly { article: string; articleEn: string }[]) => ({
  article: rules.map(({ article }) => article).join("；"),
  articleEn: rules.map(({ articleEn }) => articleEn).join("; "),
});
const QUARTERLY = { everyMonths: 3, ifLongerThanMonths: 6 } as const;

/**
 * What must be published, by when, and which article says so: the one dated table of terms. A rule governs due days
 * from `from` on; an older one of the same kind stays for the days before. Order 81 replaced Order 61 on 2026-01-01.
 */
export const DUTY_RULES: readonly DutyRule[] = [
  {
    kind: "filing",
    from: "2024-09-05",
    term: { days: -10 },
    article: "慈善法第二十四条；公开募捐管理办法（民政部令第74号）第十一条",
    articleEn: "Charity Law Art. 24; Order 74 Art. 11",
  },
  {
    kind: "emergency-filing",
    from: "2024-09-05",
    term: { days: 10 },
    article: "慈善法第七十三条；公开募捐管理办法（民政部令第74号）第十三条",
    articleEn: "Charity Law Art. 73; Order 74 Art. 13",
  },
  {
    kind: "filing-amendment",
    from: "2024-09-05",
    term: { days: 10 },
    article: "公开募捐管理办法（民政部令第74号）第十二条",
    articleEn: "Order 74 Art. 12",
  },
  { kind: "progress", from: "2024-09-05", term: QUARTERLY, ...LAW_79 },
  { kind: "progress", from: "2026-01-01", term: QUARTERLY, ...both(LAW_79, ORDER_81("八", "8")) },
  { kind: "end-report", from: "2024-09-05", term: { months: 3 }, ...LAW_79 },
  { kind: "end-report", from: "2026-01-01", term: { months: 3 }, ...both(LAW_79, ORDER_81("八", "8")) },
  {
    kind: "emergency-receipts",
    from: "2024-09-05",
    term: { everyDays: 5 },
    article: "慈善法第七十二条；公开募捐管理办法（民政部令第74号）第十三条",
    articleEn: "Charity Law Art. 72; Order 74 Art. 13",
  },
  { kind: "project-progress", from: "2024-09-05", term: QUARTERLY, ...LAW_79 },
  { kind: "project-progress", from: "2026-01-01", term: QUARTERLY, ...both(LAW_79, ORDER_81("十", "10")) },
  { kind: "project-end", from: "2024-09-05", term: { months: 3 }, ...LAW_79 },
  { kind: "project-end", from: "2026-01-01", term: { months: 3 }, ...both(LAW_79, ORDER_81("十", "10")) },
  {
    kind: "surplus",
    from: "2026-01-01",
    term: { months: 3 },
    ...both({ article: "慈善法第五十八条", articleEn: "Charity Law Art. 58" }, ORDER_81("九", "9")),
  },
  {
    kind: "trust-report",
    from: "2017-07-26",
    term: { yearly: "03-31" },
    article: "慈善信托管理办法第五十八条",
    articleEn: "Charitable Trust Measures Art. 58",
  },
  {
    kind: "trust-report",
    from: "2026-01-01",
    for: "charity-trustee",
    term: { yearly: "03-31" },
    ...both(
      { article: "慈善信托管理办法第五十八条", articleEn: "Charitable Trust Measures Art. 58" },
      ORDER_81("十二", "12"),
    ),
  },
  { kind: "trust-settled", from: "2026-01-01", term: { days: 30 }, ...ORDER_81("十二", "12") },
  { kind: "annual-report", from: "2026-01-01", term: { yearly: "05-31" }, ...ORDER_81("六", "6") },
  {
    // What a foundation hands in to its registrar; publishing by 31 May is a clock of its own.
    kind: "foundation-report",
    from: "2004-06-01",
    term: { yearly: "03-31" },
    article: "基金会管理条例第三十六条",
    articleEn: "Foundation Regulation Art. 36",
  },
  { kind: "related-parties", from: "2026-01-01", term: { yearly: "05-31" }, ...ORDER_81("十五", "15") },
  {
    kind: "major-projects",
    from: "2026-01-01",
    term: { yearly: "05-31" },
    ...ORDER_81("十一", "11"),
    isUnconfirmed: true,
  },
  {
    kind: "tax-report",
    from: "2021-01-01",
    term: { yearly: "03-31" },
    article: "财政部 税务总局 民政部公告2020年第27号",
    articleEn: "MOF, STA and MCA Announcement 27 of 2020",
  },
  { kind: "basic-info", from: "2026-01-01", term: { days: 30 }, ...ORDER_81("四、五、十六", "4, 5, 16") },
  { kind: "major-event", from: "2026-01-01", term: { days: 30 }, ...ORDER_81("十三", "13") },
  { kind: "related-event", from: "2026-01-01", term: { days: 30 }, ...ORDER_81("十四", "14") },
];

/** The rule of a kind that governs a due day; null before the first one was in force. */
export function dutyRule(
  kind: DutyKind,
  dueOn: string,
  who: "charity-trustee" | null = null,
): DutyRule | null {
  const inForce = DUTY_RULES.filter((rule) => rule.kind === kind && rule.from <= dueOn);
  return (
    inForce.findLast((rule) => rule.for === who && who !== null) ??
    inForce.findLast((rule) => rule.for === undefined) ??
    null
  );
}

/** The term of a kind in the rule that is in force now. All versions of a kind so far share their term. */
function termOf(kind: DutyKind): Term {
  const rule = dutyRule(kind, "9999-12-31");
  invariant(rule, `a rule for ${kind}`);
  return rule.term;
}

/** Days from the fact to the due day; negative: before it. */
export function daysOf(kind: DutyKind): number {
  const term = termOf(kind);
  invariant("days" in term, `${kind} counts days`);
  return term.days;
}

/** Months from the fact to the due day. */
export function monthsOf(kind: DutyKind): number {
  const term = termOf(kind);
  invariant("months" in term, `${kind} counts months`);
  return term.months;
}

/** The month and day of a yearly duty: "05-31". */
export function yearlyDayOf(kind: DutyKind): string {
  const term = termOf(kind);
  invariant("yearly" in term, `${kind} is yearly`);
  return term.yearly;
}

/** Days between two reports of a kind that is owed again and again while something lasts. */
export function stepDaysOf(kind: DutyKind): number {
  const term = termOf(kind);
  invariant("everyDays" in term, `${kind} comes every few days`);
  return term.everyDays;
}

/** Months between two reports, and how long a thing must last to owe them. */
export function stepMonthsOf(kind: DutyKind): { everyMonths: number; ifLongerThanMonths: number } {
  const term = termOf(kind);
  invariant("everyMonths" in term, `${kind} comes every few months`);
  return term;
}
