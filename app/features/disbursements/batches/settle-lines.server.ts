import type { Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { lockDisbursement } from "../locked-disbursement.server.ts";
import { takeOutLine } from "../payees/take-out-line.server.ts";
import { postDisbursementStep } from "../post-disbursement.server.ts";
import type { LockedBatch } from "./locked-batch.server.ts";

interface Line {
  fundId: string;
  id: string;
  disbursementId: string;
  amountFen: bigint;
}

/** Lines that reached their payees. What is booked follows with the whole disbursement: see settleDisbursements. */
export async function markLinesPaid(tx: Sql, lines: readonly Line[], paidAt: Date): Promise<void> {
  await tx.run(
    `update disbursement_payee l set paid_at = $3, next_ask_at = null, last_answer = null
     from unnest($1::text[], $2::text[]) as g(fund_id, id)
     where l.fund_id = g.fund_id and l.id = g.id and l.paid_at is null and l.failed_at is null`,
    [lines.map(({ fundId }) => fundId), lines.map(({ id }) => id), paidAt],
  );
}

/**
 * A line that did not reach its payee before any money left: its part of what was approved is the fund's again
 * (withdrawn), and the line waits in the queue to be proposed anew. Call under the funds' locks; a line that
 * has its outcome stays as it is.
 */
export async function failLine(
  tx: Sql,
  organizationId: string,
  line: Line,
  failureCode: string,
  now: Date,
): Promise<void> {
  const marked = await tx.run(
    `update disbursement_payee set failed_at = $3, failure_code = $4, next_ask_at = null, last_answer = null
     where fund_id = $1 and id = $2 and paid_at is null and failed_at is null`,
    [line.fundId, line.id, now, failureCode],
  );
  if (marked === 0) return;
  const disbursement = await lockDisbursement(tx, line.disbursementId, organizationId);
  invariant(disbursement, "a line has its disbursement");
  await takeOutLine(tx, disbursement, line, now);
}

/**
 * Books every disbursement of a batch whose lines all have their outcome, once: what is left of it is paid, out
 * of the bank or out of Alipay's account. The batch is settled when all of its lines have theirs.
 *
 * @param paidFrom the clearing account of an Alipay batch; the bank where left out
 * @returns how many disbursements were booked now.
 */
export async function settleDisbursements(
  tx: Sql,
  batch: LockedBatch,
  now: Date,
  paidFrom?: string,
): Promise<number> {
  const due = await tx.rows<{ id: string; paidAt: Date }>(
    `select d.id, max(l.paid_at) as "paidAt" from disbursement d
     join disbursement_payee l on l.fund_id = d.fund_id and l.disbursement_id = d.id
     where d.organization_id = $1 and d.paid_at is null and d.withdrawn_at is null and d.id in (
       select x.disbursement_id from payment_batch_line b
       join disbursement_payee x on x.fund_id = b.fund_id and x.id = b.payee_id
       where b.organization_id = $1 and b.batch_id = $2 and b.dropped_at is null)
     group by d.id
     having bool_and(l.stopped_at is not null or l.paid_at is not null or l.failed_at is not null)
     order by d.id`,
    [batch.organizationId, batch.id],
  );
  for (const { id, paidAt } of due) {
    const disbursement = await lockDisbursement(tx, id, batch.organizationId);
    invariant(disbursement?.approvedAt, "only approved payments are in a batch");
    await tx.run(
      `update disbursement set paid_by_id = $3, paid_at = $4, bank_reference = $5 where fund_id = $1 and id = $2`,
      [disbursement.fundId, id, batch.releasedById, paidAt, batch.bankReference],
    );
    await postDisbursementStep(tx, disbursement, "paid", paidAt, paidFrom);
    await requestJob(tx, "trace-fund", { fundId: disbursement.fundId });
  }
  await tx.run(
    `update payment_batch p set settled_at = $3
     where p.organization_id = $1 and p.id = $2 and p.settled_at is null and not exists (
       select from payment_batch_line b join disbursement_payee l on l.fund_id = b.fund_id and l.id = b.payee_id
       where b.organization_id = $1 and b.batch_id = $2 and b.dropped_at is null
         and l.paid_at is null and l.failed_at is null)`,
    [batch.organizationId, batch.id, now],
  );
  return due.length;
}
