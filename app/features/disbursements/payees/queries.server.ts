import { db } from "#app/lib/db.server.ts";
import type { PayeeChannel, PayeeState } from "./payee.ts";
import { payeeState } from "./payee.ts";
import { openPayee } from "./sealed-payee.server.ts";

/** A line as the organization's own people see it: the name in full, of the account the end alone. */
export interface PayeeView {
  id: string;
  number: number;
  name: string;
  bank: string;
  accountEnd: string;
  channel: PayeeChannel;
  amountFen: bigint;
  state: PayeeState;
  stopReason: string | null;
  failureCode: string | null;
  batchId: string | null;
}

interface PayeeRow {
  id: string;
  number: number;
  accountEnd: string;
  channel: PayeeChannel;
  amountFen: bigint;
  keyId: string;
  sealed: Buffer;
  stoppedAt: Date | null;
  sentAt: Date | null;
  paidAt: Date | null;
  failedAt: Date | null;
  returnedAt: Date | null;
  stopReason: string | null;
  failureCode: string | null;
  batchId: string | null;
}

/** The lines of a disbursement of one of these organizations, in their order. */
export async function payeesOf(
  disbursementId: string,
  organizationIds: readonly string[],
): Promise<PayeeView[]> {
  const rows = await db.rows<PayeeRow>(
    `select id, number, account_end as "accountEnd", channel, amount_fen as "amountFen", key_id as "keyId", sealed,
            (select b.batch_id from payment_batch_line b where b.fund_id = l.fund_id and b.payee_id = l.id
               and b.dropped_at is null) as "batchId",
            stopped_at as "stoppedAt", sent_at as "sentAt", paid_at as "paidAt", failed_at as "failedAt",
            returned_at as "returnedAt", stop_reason as "stopReason", failure_code as "failureCode"
     from disbursement_payee l
     where fund_id = substr($1, 2, 8) and disbursement_id = $1 and organization_id = any($2) order by number`,
    [disbursementId, organizationIds],
  );
  return rows.map(({ keyId, sealed, ...row }) => {
    const { name, bank } = openPayee({ id: row.id, keyId, sealed });
    const { id, number, accountEnd, channel, amountFen, stopReason, failureCode, batchId } = row;
    const state = payeeState(row);
    return {
      id,
      number,
      name,
      bank,
      accountEnd,
      channel,
      amountFen,
      state,
      stopReason,
      failureCode,
      batchId,
    };
  });
}
