import type { AccountKind } from "#app/features/ledger/accounts.ts";
import type { TransferKind } from "#app/features/ledger/postings.ts";
import { type BreakKind, MONEY_SOURCES } from "./breaks.ts";

/** What decides whether and how the organization may bear a difference. */
export interface WriteOffFacts {
  kind: BreakKind;
  source: string;
  currency: string;
  /** The statement's row; null for breaks that no row shows. */
  row: { amountFen: bigint; feeFen: bigint; isMatched: boolean } | null;
  payment: { amountFen: bigint; isCounted: boolean } | null;
}

/** `clearing` is the account of the row's provider; the others are the organization's own. */
export interface WriteOffLeg {
  leg: string;
  kind: TransferKind;
  debit: Extract<AccountKind, "operating" | "clearing">;
  credit: Extract<AccountKind, "operating" | "clearing" | "suspense">;
  amountFen: bigint;
}

export type WriteOffPlan =
  | {
      ok: true;
      legs: WriteOffLeg[];
      /** With the organization's money the gift is whole: it counts as settled. */
      settlesGift: boolean;
    }
  | { ok: false; reason: "explain-only" | "already-matched" };

/**
 * How a difference is written off: the organization's own money bears what the provider took, and what it
 * gave too much waits in suspense; no gift is touched. Only rows of a provider's money record can be written
 * off, because only there a difference is left in the books:
 *
 * - fee-unexplained: operating bears the fee, or takes the returned one.
 * - missing-in-ledger without a payment of ours: money taken is borne by operating; money given goes to
 *   suspense, visibly received and not explained, its fee borne by operating.
 * - amount-mismatch of a counted gift: operating bears what is short; what is too much goes to suspense. The
 *   gift is then whole and settled.
 *
 * All others are explained, never posted: a bank row needs the posting of its cause (what came in is in suspense
 * already), a payment that is known or paid twice is decided in quarantine, what is missing at the provider
 * or bank may still come, and two files that differ have moved no money.
 */
export function writeOffPlan(facts: WriteOffFacts): WriteOffPlan {
  const { row, payment, kind } = facts;
  const isMoney = MONEY_SOURCES.some((source) => source === facts.source) && facts.currency === "CNY";
  if (!isMoney || !row) return { ok: false, reason: "explain-only" };
  if (row.isMatched) return { ok: false, reason: "already-matched" };
  if (kind === "fee-unexplained") return planOf([borne("fee", row.feeFen - row.amountFen)], false);
  if (kind === "missing-in-ledger" && !payment) {
    if (row.amountFen <= 0n) return planOf([borne("taken", row.feeFen - row.amountFen)], false);
    return planOf([toSuspense(row.amountFen), borne("fee", row.feeFen)], false);
  }
  if (kind === "amount-mismatch" && payment?.isCounted && row.amountFen > 0n) {
    const overFen = row.amountFen - payment.amountFen;
    const difference = overFen > 0n ? toSuspense(overFen) : borne("short", -overFen);
    return planOf([difference, borne("fee", row.feeFen)], true);
  }
  return { ok: false, reason: "explain-only" };
}

function planOf(legs: readonly (WriteOffLeg | null)[], settlesGift: boolean): WriteOffPlan {
  const real = legs.filter((leg) => leg !== null);
  return real.length > 0 ? { ok: true, legs: real, settlesGift } : { ok: false, reason: "explain-only" };
}

/** The organization pays the provider, or is paid back. */
function borne(leg: string, amountFen: bigint): WriteOffLeg | null {
  if (amountFen === 0n) return null;
  return amountFen > 0n
    ? { leg, kind: "provider-fee-borne", debit: "operating", credit: "clearing", amountFen }
    : {
        leg,
        kind: "provider-fee-borne-returned",
        debit: "clearing",
        credit: "operating",
        amountFen: -amountFen,
      };
}

const toSuspense = (amountFen: bigint): WriteOffLeg => ({
  leg: "suspense",
  kind: "suspense-received",
  debit: "clearing",
  credit: "suspense",
  amountFen,
});

/** What the write-off moves in all, for people. */
export function writeOffFen(legs: readonly WriteOffLeg[]): bigint {
  return legs.reduce((sum, { amountFen }) => sum + amountFen, 0n);
}
