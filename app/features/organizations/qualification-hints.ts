import { addDays } from "#app/lib/time.ts";
import type { OrganizationFacts, OrganizationPersonFacts } from "./facts.ts";

/**
 * What the record says about the conditions for public fundraising: 慈善法 Art. 22 (registered a year ago),
 * 慈善组织公开募捐管理办法 (Order 74) Art. 5 (board, managers, supervisors, grade). Hints for the charity and the
 * officer, never a verdict: other conditions (systems, ratios, penalties) are not on this record.
 */
export const HINTS = [
  "registered-a-year",
  "board-one-source",
  "board-relatives",
  "board-outsiders",
  "chair-not-secretary",
  "secretary-full-time",
  "supervisors",
  "grade",
] as const;
export type HintKey = (typeof HINTS)[number];

/** `met: null`: the record does not say, or the condition does not apply. */
export interface QualificationHint {
  key: HintKey;
  met: boolean | null;
  /** How many of how many, where the condition counts people. */
  count: number;
  of: number;
}

const BOARD = new Set(["chair", "vice-chair", "director"]);
const SUPERVISORS = new Set(["chief-supervisor", "supervisor"]);
/** At least this many supervisors where the registrar is a province's or the ministry's (Art. 5). */
const SUPERVISORS_OF_A_PROVINCE = 3;
/** A grade is not asked of a charity younger than this (Art. 5 (9)). */
const GRADE_AFTER_YEARS = 2;

/** Every condition that the record can speak about. `today` is the day in China. */
export function qualificationHints(facts: OrganizationFacts, today: string): QualificationHint[] {
  const board = facts.people.filter(({ office }) => BOARD.has(office));
  const hint = (key: HintKey, met: boolean | null, count = 0, of = 0): QualificationHint => ({
    key,
    met,
    count,
    of,
  });
  const atMostAThird = (key: HintKey, count: number) =>
    hint(key, board.length === 0 ? null : count * 3 <= board.length, count, board.length);
  const relatives = board.filter(({ relativeOf }) => board.some(({ name }) => name === relativeOf));
  const secretary = facts.people.find(({ office }) => office === "secretary-general");
  const chair = board.find(({ office }) => office === "chair");
  return [
    hint(
      "registered-a-year",
      facts.registeredOn === null ? null : yearsAfter(facts.registeredOn, 1) <= today,
    ),
    atMostAThird("board-one-source", largestSource(board)),
    hint(
      "board-relatives",
      board.length === 0 ? null : relatives.length === 0,
      relatives.length,
      board.length,
    ),
    atMostAThird("board-outsiders", board.filter(({ isFromOutside }) => isFromOutside).length),
    hint("chair-not-secretary", chair && secretary ? chair.name !== secretary.name : null),
    hint("secretary-full-time", secretary ? secretary.isFullTime : null),
    supervisorsHint(facts, hint),
    hint("grade", gradeMet(facts, today)),
  ];
}

function supervisorsHint(
  facts: OrganizationFacts,
  hint: (key: HintKey, met: boolean | null, count: number, of: number) => QualificationHint,
): QualificationHint {
  const count = facts.people.filter(({ office }) => SUPERVISORS.has(office)).length;
  const isProvince = facts.divisionCode.length <= 2;
  return hint(
    "supervisors",
    isProvince ? count >= SUPERVISORS_OF_A_PROVINCE : null,
    count,
    SUPERVISORS_OF_A_PROVINCE,
  );
}

/** How many of the board come from the one organization that sends the most. */
function largestSource(board: readonly OrganizationPersonFacts[]): number {
  const counts = new Map<string, number>();
  for (const { comesFrom } of board)
    if (comesFrom !== "") counts.set(comesFrom, (counts.get(comesFrom) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

/** 3A or better and valid today; waived while the charity is young. */
function gradeMet({ registeredOn, assessment }: OrganizationFacts, today: string): boolean | null {
  if (assessment === null)
    return registeredOn !== null && yearsAfter(registeredOn, GRADE_AFTER_YEARS) > today ? null : false;
  return assessment.grade >= "3A" && (assessment.validTo === null || assessment.validTo >= today);
}

/** The day some years later; 29 February counts as 1 March in years without one. */
function yearsAfter(day: string, years: number): string {
  const later = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return addDays(later.endsWith("02-29") ? `${later.slice(0, 8)}28` : later, later.endsWith("02-29") ? 1 : 0);
}
