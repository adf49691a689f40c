import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import type { PayeeChannel } from "../payees/payee.ts";

/** A batch as its verbs read it, under the locks of its funds. */
export interface LockedBatch {
  organizationId: string;
  id: string;
  channel: PayeeChannel;
  bankAccountId: string | null;
  credentialId: string | null;
  currency: string;
  preparedById: string;
  releasedById: string | null;
  releasedAt: Date | null;
  sentAt: Date | null;
  settledAt: Date | null;
  cancelledAt: Date | null;
  bankReference: string | null;
  totalFen: bigint | null;
}

/**
 * Locks the funds that a batch pays out of, in the order of their ids, then the batch, and reads it. Null where
 * the organization has no such batch. Lines are never added to a batch, so the funds are known before.
 */
export async function lockBatch(tx: Sql, organizationId: string, id: string): Promise<LockedBatch | null> {
  const funds = await tx.rows<{ fundId: string }>(
    `select distinct fund_id as "fundId" from payment_batch_line where organization_id = $1 and batch_id = $2`,
    [organizationId, id],
  );
  await lockFunds(
    tx,
    funds.map(({ fundId }) => fundId),
  );
  const [batch] = await tx.rows<LockedBatch>(
    `select organization_id as "organizationId", id, channel, bank_account_id as "bankAccountId",
            credential_id as "credentialId", currency, prepared_by_id as "preparedById",
            released_by_id as "releasedById", released_at as "releasedAt", sent_at as "sentAt",
            settled_at as "settledAt", cancelled_at as "cancelledAt", bank_reference as "bankReference",
            total_fen as "totalFen"
     from payment_batch where organization_id = $1 and id = $2 for update`,
    [organizationId, id],
  );
  return batch ?? null;
}

export interface BatchLine {
  number: number;
  fundId: string;
  id: string;
  disbursementId: string;
  amountFen: bigint;
  keyId: string;
  sealed: Buffer;
  sentAt: Date | null;
  paidAt: Date | null;
  failedAt: Date | null;
  /** Approved, not withdrawn, not paid otherwise. */
  isPayable: boolean;
}

/** The lines that are in a batch still, by number. */
export async function linesOfBatch(tx: Sql, organizationId: string, batchId: string): Promise<BatchLine[]> {
  return tx.rows<BatchLine>(
    `select b.number, l.fund_id as "fundId", l.id, l.disbursement_id as "disbursementId", l.amount_fen as "amountFen",
            l.key_id as "keyId", l.sealed, l.sent_at as "sentAt", l.paid_at as "paidAt", l.failed_at as "failedAt",
            d.approved_at is not null and d.withdrawn_at is null and d.paid_at is null
              and l.stopped_at is null as "isPayable"
     from payment_batch_line b join disbursement_payee l on l.fund_id = b.fund_id and l.id = b.payee_id
     join disbursement d on d.fund_id = l.fund_id and d.id = l.disbursement_id
     where b.organization_id = $1 and b.batch_id = $2 and b.dropped_at is null order by b.number`,
    [organizationId, batchId],
  );
}
