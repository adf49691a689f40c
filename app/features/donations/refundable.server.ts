import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import {
  lockAndReadPayments,
  type PaymentState,
  readRefundsAndDisputes,
  readUnspent,
} from "./confirmation-state.server.ts";
import { ownFreeFen, wentBackFen } from "./take-from-fund.ts";

/** A gift that counts, with all that decides about paying it back, read under the locks of gift and fund. */
export interface Refundable {
  payment: PaymentState & { donationId: string; providerObjectId: string };
  availableFen: bigint;
}

/**
 * Locks a gift of the organization and its fund. Null where the organization has none of this id, or nothing
 * of it counts: what is not a gift is dealt with in the quarantine.
 */
export async function lockRefundable(
  tx: Sql,
  donationId: string,
  organizationId: string,
): Promise<Refundable | null> {
  const fundId = fundIdOf(donationId, "d");
  if (!fundId) return null;
  const [counted] = await tx.rows<{ id: string }>(
    `select id from payment
     where fund_id = $1 and donation_id = $2 and organization_id = $3 and counted_at is not null`,
    [fundId, donationId, organizationId],
  );
  if (!counted) return null;
  const states = await lockAndReadPayments(tx, [counted.id]);
  const payment = states.get(counted.id);
  if (!payment?.countedAt) return null;
  await lockFunds(tx, [fundId]);
  await readUnspent(tx, states);
  await readRefundsAndDisputes(tx, states);
  const terms = (await fundTerms([fundId], tx)).get(fundId);
  return {
    payment: { ...payment, donationId, providerObjectId: payment.providerObjectId ?? "" },
    availableFen: terms?.available ?? 0n,
  };
}

/** Where the money of a refund comes from, in fen. */
export interface RefundSources {
  /** The most that can still go back. */
  leftFen: bigint;
  /** The gift's own money that nobody has used. */
  ownFen: bigint;
  /** Fees that the provider keeps: the organization bears them. */
  feeCoverFen: bigint;
  /** Used already, or not there any more: the organization bears it only by a named override. */
  usedCoverFen: bigint;
}

/** Takes a refund apart before anybody says yes to it. */
export function refundSources({ payment, availableFen }: Refundable, amountFen: bigint): RefundSources {
  const leftFen = larger(payment.amountFen - wentBackFen(payment), 0n);
  const freeFen = larger(ownFreeFen(payment), 0n);
  const beyondGiftFen = larger(amountFen - freeFen, 0n);
  const coverFen = larger(beyondGiftFen, amountFen - larger(availableFen, 0n));
  const feeCoverFen = smaller(beyondGiftFen, payment.feesFen);
  return { leftFen, ownFen: amountFen - coverFen, feeCoverFen, usedCoverFen: coverFen - feeCoverFen };
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
