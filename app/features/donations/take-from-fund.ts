import { accountId } from "#app/features/ledger/accounts.ts";
import type { TransferInput } from "#app/features/ledger/post.server.ts";
import type { PaymentState } from "./confirmation-state.server.ts";

export type Leg = Pick<
  TransferInput,
  "kind" | "debitAccountId" | "creditAccountId" | "amountFen" | "reversesId"
> & { leg: string };

export interface Taking {
  legs: Leg[];
  /** What the organization covers because the gift, or the fund, cannot bear it. */
  coverFen: bigint;
}

/**
 * Takes money out of what the gift has left. What is already used is never charged to other gifts: the
 * organization covers the shortfall with a receivable against itself.
 *
 * @param freeFen what is left of the gift itself, before this taking
 * @param availableFen what the fund has, read under its lock
 */
export function takeFromFund(
  payment: Pick<PaymentState, "fundId" | "organizationId" | "currency">,
  amountFen: bigint,
  kind: "refund-promised" | "dispute-opened",
  creditAccountId: string,
  { freeFen, availableFen }: { freeFen: bigint; availableFen: bigint },
): Taking {
  const available = accountId("available", payment.fundId, payment.currency);
  const coverFen = larger(0n, larger(amountFen - larger(freeFen, 0n), amountFen - larger(availableFen, 0n)));
  const legs: Leg[] = [];
  if (coverFen > 0n) {
    legs.push({
      leg: `${kind}-cover`,
      kind: "cover-promised",
      debitAccountId: accountId("receivable", payment.organizationId, payment.currency),
      creditAccountId: available,
      amountFen: coverFen,
    });
  }
  legs.push({ leg: kind, kind, debitAccountId: available, creditAccountId, amountFen });
  return { legs, coverFen };
}

/** The gift's own money that nobody has used, less all that went back or is promised back. */
export function ownFreeFen(payment: PaymentState): bigint {
  return (payment.unspentFen ?? payment.amountFen) - wentBackFen(payment);
}

/** Refunds, promised or paid, and disputes that are not won. */
export function wentBackFen(payment: Pick<PaymentState, "refunds" | "disputes">): bigint {
  const refundedFen = payment.refunds.reduce(
    (sum, refund) => sum + (refund.failedAt ? 0n : refund.amountFen),
    0n,
  );
  const disputedFen = payment.disputes.reduce(
    (sum, dispute) => sum + (dispute.wonAt ? 0n : dispute.amountFen),
    0n,
  );
  return refundedFen + disputedFen;
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
