import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";

/** A disbursement as its verbs read it, under the lock of its fund. */
export interface LockedDisbursement {
  fundId: string;
  id: string;
  organizationId: string;
  amountFen: bigint;
  currency: string;
  proposedById: string;
  proposedAt: Date;
  approvedById: string | null;
  approvedAt: Date | null;
  rejectedById: string | null;
  rejectedAt: Date | null;
  rejectionReason: string | null;
  withdrawnAt: Date | null;
  paidAt: Date | null;
  bankReference: string | null;
  boardDecision: string | null;
  /** Who has agreed so far; the payment is approved once there are enough of them. */
  agreedByIds: string[];
}

/**
 * Locks the fund, then the disbursement, and reads it. Null where the organization has none of this id:
 * another organization's is not to be known of.
 */
export async function lockDisbursement(
  tx: Sql,
  id: string,
  organizationId: string,
): Promise<LockedDisbursement | null> {
  const fundId = fundIdOf(id, "b");
  if (!fundId) return null;
  await lockFunds(tx, [fundId]);
  const [row] = await tx.rows<LockedDisbursement>(
    `select fund_id as "fundId", id, organization_id as "organizationId", amount_fen as "amountFen", currency,
            proposed_by_id as "proposedById", proposed_at as "proposedAt", approved_by_id as "approvedById",
            approved_at as "approvedAt", rejected_by_id as "rejectedById", rejected_at as "rejectedAt",
            rejection_reason as "rejectionReason", withdrawn_at as "withdrawnAt", paid_at as "paidAt",
            bank_reference as "bankReference", board_decision as "boardDecision",
            array(select a.user_id::text from disbursement_approval a
                  where a.fund_id = disbursement.fund_id and a.disbursement_id = disbursement.id) as "agreedByIds"
     from disbursement where fund_id = $1 and id = $2 and organization_id = $3 for update`,
    [fundId, id, organizationId],
  );
  return row ?? null;
}

/** Whether somebody is a member of the organization with one of these roles. */
export async function holdsRole(
  tx: Sql,
  organizationId: string,
  userId: string,
  roles: readonly string[],
): Promise<boolean> {
  const [held] = await tx.rows(
    "select 1 as held from membership where organization_id = $1 and user_id = $2 and role = any($3) limit 1",
    [organizationId, userId, roles],
  );
  return held !== undefined;
}

/** Whether one of its lines is in a payment batch that is not cancelled, settled or not. */
export async function isInBatch(tx: Sql, { fundId, id }: { fundId: string; id: string }): Promise<boolean> {
  const [found] = await tx.rows(
    `select 1 as found from payment_batch_line b join disbursement_payee l on l.fund_id = b.fund_id and l.id = b.payee_id
     where l.fund_id = $1 and l.disbursement_id = $2 and b.dropped_at is null limit 1`,
    [fundId, id],
  );
  return found !== undefined;
}
