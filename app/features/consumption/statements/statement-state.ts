/** What is stored; each step is kept with its moment, and the database refuses a step back. */
export const STATEMENT_STATES = ["drawn", "disputed", "confirmed", "paid", "reconciled"] as const;
export type StatementState = (typeof STATEMENT_STATES)[number];

/** Why an enterprise does not agree. */
export const DISPUTE_REASONS = [
  "orders-not-ours",
  "returns-missing",
  "amount-wrong",
  "terms-wrong",
  "other",
] as const;
export type DisputeReason = (typeof DISPUTE_REASONS)[number];

/**
 * kept: the statement is right as it is. corrected: what is wrong is taken back by returns of those orders, which go
 * into the next statement; this one stays as it was drawn.
 */
export const DISPUTE_ANSWERS = ["kept", "corrected"] as const;
export type DisputeAnswer = (typeof DISPUTE_ANSWERS)[number];

/** What the words of a statement follow from. Days are YYYY-MM-DD in China. */
export interface StatementFacts {
  state: StatementState;
  amountFen: bigint;
  /** What its gifts brought, less what went back. */
  paidFen: bigint;
  payBy: string;
  answeredAt: Date | null;
}

/** What is still to be paid. */
export function dueFenOf({ amountFen, paidFen }: Pick<StatementFacts, "amountFen" | "paidFen">): bigint {
  return amountFen > paidFen ? amountFen - paidFen : 0n;
}

/** Owed and not paid after its last day; also where it was paid and the money went back. */
export function isOverdue(
  statement: Pick<StatementFacts, "amountFen" | "paidFen" | "payBy">,
  today: string,
): boolean {
  return statement.payBy < today && dueFenOf(statement) > 0n;
}

/** The one word for where it stands, as lists show it. */
export const STANDING_WORDS = [
  "drawn",
  "disputed",
  "answered",
  "confirmed",
  "overdue",
  "returned",
  "paid",
  "reconciled",
  "nothing-due",
] as const;
export type StatementWord = (typeof STANDING_WORDS)[number];

export function statementWord(statement: StatementFacts, today: string): StatementWord {
  const { state, amountFen } = statement;
  if (amountFen === 0n) return "nothing-due";
  const isPaid = state === "paid" || state === "reconciled";
  if (isPaid && dueFenOf(statement) > 0n) return "returned";
  // Who does not agree is waiting for an answer, not late.
  if (state === "disputed" && !statement.answeredAt) return "disputed";
  if (isOverdue(statement, today)) return "overdue";
  return state === "disputed" ? "answered" : state;
}
