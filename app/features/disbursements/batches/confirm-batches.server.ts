import { recordAct } from "#app/features/identity/record-act.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { linesOfBatch, lockBatch } from "./locked-batch.server.ts";
import { markLinesPaid, settleDisbursements } from "./settle-lines.server.ts";

/** A batch that the bank's own rows show as paid in full. */
interface PaidByBank {
  batchId: string;
  paidAt: Date;
}

/**
 * Batches that were handed to the bank and that its statement now shows: rows out that name the batch (by our
 * reference or the bank's number) and together are its total to the fen, one row for all or one per line. All
 * their lines are paid; the rows themselves are matched to the payments after, as any others. Rows that sum to
 * less wait for the rest, or for a person who records what the bank refused.
 *
 * @returns how many batches were confirmed.
 */
export async function confirmBatches(tx: Sql, organizationId: string, now: Date): Promise<number> {
  const open = await tx.rows(
    `select 1 from payment_batch
     where organization_id = $1 and channel = 'bank' and sent_at is not null and settled_at is null limit 1`,
    [organizationId],
  );
  // Most runs: statements of a million rows are not read for nothing.
  if (open.length === 0) return 0;
  const paid = await tx.rows<PaidByBank>(
    `with open as materialized (
       select id, bank_reference, total_fen, sent_at from payment_batch
       where organization_id = $1 and channel = 'bank' and sent_at is not null and settled_at is null
     )
     select o.id as "batchId", max(r.occurred_at) as "paidAt"
     from open o join statement_row r on r.organization_id = $1 and r.source like 'bank-%' and r.amount_fen < 0
       and r.day >= (o.sent_at at time zone 'Asia/Shanghai')::date - 1
       and (position(o.id in concat_ws(' ', r.purpose, r.summary)) > 0
            or o.bank_reference in (r.row_key, r.provider_object_id, trim(r.purpose)))
     where not exists (select from reconciliation_match m where m.organization_id = $1 and m.source = r.source
                       and m.account = r.account and m.row_key = r.row_key)
     group by o.id, o.total_fen having sum(-r.amount_fen) = o.total_fen order by o.id`,
    [organizationId],
  );
  for (const { batchId, paidAt } of paid) {
    const batch = await lockBatch(tx, organizationId, batchId);
    if (!batch || batch.settledAt) continue;
    const lines = await linesOfBatch(tx, organizationId, batchId);
    // A line with another outcome makes another total: such a batch is a person's to answer.
    if (lines.some(({ paidAt: done, failedAt }) => done || failedAt)) continue;
    await markLinesPaid(tx, lines, paidAt);
    await settleDisbursements(tx, batch, now);
    const details = { paid: lines.length, failed: 0 };
    const act = { organizationId, userId: null, act: "payment-batch-result", details, now } as const;
    await recordAct(tx, { ...act, subjectKind: "payment-batch", subjectId: batchId });
  }
  return paid.length;
}
