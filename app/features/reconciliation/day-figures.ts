import type { BreakKind, BreakState } from "./breaks.ts";

/** One account over the days of a closing. `balanceFen` = debits less credits up to the day, of all time. */
export interface AccountFigures {
  /** The account; the funds' accounts are summed under "available", "held" and "committed". */
  account: string;
  kind: string;
  debitFen: bigint;
  creditFen: bigint;
  balanceFen: bigint;
}

/** One account of a provider or bank as its statements have it, after fees. */
export interface StatementFigures {
  source: string;
  account: string;
  book: string;
  rowCount: number;
  /** Of these days, and of all rows up to the day. */
  movedFen: bigint;
  totalFen: bigint;
  /** What the statement itself prints as balance; null where it prints none. */
  balanceFen: bigint | null;
  /** Balance less all rows: what was there before the first row. */
  openingFen: bigint | null;
}

/** The bridge of one book to the fen: statementFen − unmatchedFen + transitFen = ledgerFen. */
export interface BridgeFigures {
  /** "bank", or the number of an account at a provider. */
  book: string;
  statementFen: bigint;
  /** Rows that no entry of the books answers yet. */
  unmatchedFen: bigint;
  unmatchedCount: number;
  /** Booked, and not in a statement of these days: on its way, or booked on another day. */
  transitFen: bigint;
  transitCount: number;
  ledgerFen: bigint;
}

export interface BreakFigures {
  id: string;
  kind: BreakKind;
  day: string;
  amountFen: bigint;
  state: BreakState;
  reason: string | null;
  hasOwner: boolean;
}

export interface DayFigures {
  organizationId: string;
  day: string;
  /** The first day that these figures take in; null: from the beginning. */
  fromDay: string | null;
  accounts: AccountFigures[];
  statements: StatementFigures[];
  bridges: BridgeFigures[];
  breaks: BreakFigures[];
}

/** What stands on one side only, or on both with different amounts. */
export interface BridgeItem {
  book: string;
  key: string;
  /** The first day it showed. */
  day: string;
  statementFen: bigint;
  ledgerFen: bigint;
  /** Statement rows of it that nothing is matched to. */
  openRows: OpenRow[];
}

export interface OpenRow {
  source: string;
  account: string;
  rowKey: string;
  fen: string;
}

/** Rows that nothing answers make an item unmatched; all other differences are on their way. */
export function isUnmatched(item: BridgeItem): boolean {
  return item.openRows.length > 0;
}

/**
 * A break keeps a day open until somebody has said why it is there: explained, or open with an owner and a
 * reason. What the daily check of a fund asks for (evidence, budget) has its own time limits and is only
 * listed; a fund that does not add up is not let through.
 */
export function isBlocking({ kind, state, reason, hasOwner }: BreakFigures): boolean {
  if (LISTED_ONLY.some((listed) => listed === kind)) return false;
  return state === "open" && !(hasOwner && reason !== null);
}

const LISTED_ONLY = ["payee-mismatch", "evidence-missing", "over-budget"] as const;
