import { recordAct } from "#app/features/identity/record-act.server.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { openCredential } from "#app/features/payments/credentials.server.ts";
import type { PayeeTransfers, TransferResult } from "#app/features/payments/providers/transfers.ts";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { log } from "#app/lib/log.server.ts";
import { advanceWork, finishWork } from "#app/lib/long-work.server.ts";
import { openPayee } from "../payees/sealed-payee.server.ts";
import { batchWorkId } from "./batch-work.ts";
import { type BatchLine, linesOfBatch, lockBatch } from "./locked-batch.server.ts";
import { failLine, markLinesPaid, settleDisbursements } from "./settle-lines.server.ts";

/** The wait until a transfer is asked about again doubles from the first to the longest. */
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** In the demo its one visitor waits for it. */
const DEMO_LONGEST_WAIT_MS = 30_000;
/** Only after so long is "no such order" taken for the truth about an earlier call. */
const SURE_AFTER_MS = 60_000;

const waitMs = (askCount: number): number =>
  Math.min(
    FIRST_WAIT_MS * 2 ** Math.max(askCount - 1, 0),
    env().DEMO ? DEMO_LONGEST_WAIT_MS : LONGEST_WAIT_MS,
  );

/** Lines of one run; the sweep goes on with the rest, by a clock that is right again. */
const LINES_AT_ONCE = 100;

interface ClaimedLine extends BatchLine {
  isFirst: boolean;
  title: string;
  firstSentAt: Date;
  askCount: number;
}

/**
 * Makes the transfers of a released Alipay batch that are due, one after the other. That a line will be asked
 * for is written before the call; an answer that never came is asked about first, always under the line's own
 * number, so that nobody is paid twice. May be cut off anywhere, called again and from several processes.
 *
 * @returns how many lines were tried now.
 */
export async function payBatch(organizationId: string, batchId: string, now: Date): Promise<number> {
  const [batch] = await db.rows<{ credentialId: string }>(
    `select credential_id as "credentialId" from payment_batch
     where organization_id = $1 and id = $2 and channel = 'alipay' and sent_at is not null and settled_at is null`,
    [organizationId, batchId],
  );
  if (!batch) return 0;
  const opened = await openCredential(batch.credentialId);
  const transfers = opened?.provider.transfers;
  if (!transfers) {
    log.warn({ batchId }, "the payment channel of a batch is off");
    return 0;
  }
  let tried = 0;
  const lines = await linesOfBatch(db, organizationId, batchId);
  for (const { number } of lines.filter(({ paidAt, failedAt }) => !paidAt && !failedAt)) {
    if (tried === LINES_AT_ONCE) break;
    const line = await claim(organizationId, batchId, number, now);
    if (!line) continue;
    const answer = await pay(transfers, line, now);
    await record(organizationId, batchId, line, answer, accountId("clearing", batch.credentialId), now);
    tried += 1;
  }
  return tried;
}

/** The intent, committed before the call. Whoever comes second finds that it is not due. */
async function claim(
  organizationId: string,
  batchId: string,
  number: number,
  now: Date,
): Promise<ClaimedLine | null> {
  const [line] = await db.rows<ClaimedLine>(
    `update disbursement_payee l set sent_at = coalesce(l.sent_at, $4), ask_count = l.ask_count + 1,
       last_answer = 'unknown', next_ask_at = $4::timestamptz + make_interval(secs => $5::float8 / 1000)
     from payment_batch_line b, disbursement d
     where b.organization_id = $1 and b.batch_id = $2 and b.number = $3 and b.dropped_at is null
       and l.fund_id = b.fund_id and l.id = b.payee_id and d.fund_id = l.fund_id and d.id = l.disbursement_id
       and l.paid_at is null and l.failed_at is null and l.stopped_at is null
       and (l.sent_at is null or l.next_ask_at <= $4)
     returning b.number, l.fund_id as "fundId", l.id, l.disbursement_id as "disbursementId",
               l.amount_fen as "amountFen", l.key_id as "keyId", l.sealed, l.ask_count as "askCount",
               l.ask_count = 1 as "isFirst", l.sent_at as "firstSentAt", d.purpose as title`,
    [organizationId, batchId, number, now, FIRST_WAIT_MS],
  );
  return line ?? null;
}

async function pay(transfers: PayeeTransfers, line: ClaimedLine, now: Date): Promise<TransferResult> {
  if (!line.isFirst) {
    const found = await transfers.ask({ transferId: line.id, now });
    const isMissing = !found.ok && found.reason === "not-found";
    // The first call may still be on its way: only later is the answer taken for final.
    if (!isMissing || now.getTime() - line.firstSentAt.getTime() < SURE_AFTER_MS) return found;
  }
  const { name, account } = openPayee(line);
  const { id: transferId, amountFen, title } = line;
  return transfers.send({ transferId, amountFen, currency: "CNY", title, payee: { account, name }, now });
}

/** What the answer means, booked as soon as all lines of a disbursement have theirs. */
async function record(
  organizationId: string,
  batchId: string,
  line: ClaimedLine,
  answer: TransferResult,
  clearingId: string,
  now: Date,
): Promise<void> {
  const done = await transaction(async (tx) => {
    const batch = await lockBatch(tx, organizationId, batchId);
    if (!batch) return null;
    if (answer.ok && answer.state === "paid") {
      await markLinesPaid(tx, [line], answer.paidAt);
      await tx.run(
        `update disbursement_payee set provider_object_id = $3
         where fund_id = $1 and id = $2 and provider_object_id is null`,
        [line.fundId, line.id, answer.providerObjectId],
      );
    } else if (!answer.ok && answer.reason === "failed") {
      await failLine(tx, organizationId, line, answer.failure, now);
    } else {
      await tx.run(
        `update disbursement_payee set last_answer = $3, next_ask_at = $4
         where fund_id = $1 and id = $2 and paid_at is null and failed_at is null`,
        [
          line.fundId,
          line.id,
          answer.ok ? "pending" : "unknown",
          new Date(now.getTime() + waitMs(line.askCount)),
        ],
      );
      log.warn(
        { lineId: line.id, state: answer.ok ? answer.state : answer.reason },
        "a transfer is not settled",
      );
      return null;
    }
    await settleDisbursements(tx, batch, now, clearingId);
    return noteResult(tx, organizationId, batchId, now);
  });
  if (!done) return;
  const workId = batchWorkId(organizationId, batchId);
  await advanceWork(workId, done.answered, now);
  if (done.isSettled) await finishWork(workId, now);
}

/** How far the batch is; its end is told in the audit trail once. */
async function noteResult(
  tx: Sql,
  organizationId: string,
  batchId: string,
  now: Date,
): Promise<{ answered: number; isSettled: boolean }> {
  const lines = await linesOfBatch(tx, organizationId, batchId);
  const failed = lines.filter(({ failedAt }) => failedAt).length;
  const paid = lines.filter(({ paidAt }) => paidAt).length;
  const isSettled = paid + failed === lines.length;
  if (isSettled) {
    const act = {
      organizationId,
      userId: null,
      act: "payment-batch-result",
      details: { paid, failed },
      now,
    } as const;
    await recordAct(tx, { ...act, subjectKind: "payment-batch", subjectId: batchId });
  }
  return { answered: paid + failed, isSettled };
}

/** How many batches one sweep takes up. */
const SWEEP_LIMIT = 20;

/** Finds batches whose job was lost or whose answers never came, and goes on with them. */
export async function sweepBatches(now: Date): Promise<{ tried: number }> {
  const due = await db.rows<{ organizationId: string; batchId: string }>(
    `select p.organization_id as "organizationId", p.id as "batchId" from payment_batch p
     where p.channel = 'alipay' and p.sent_at < $1::timestamptz - interval '5 seconds' and p.settled_at is null
       and exists (select from payment_batch_line b join disbursement_payee l on l.fund_id = b.fund_id and l.id = b.payee_id
                   where b.organization_id = p.organization_id and b.batch_id = p.id and b.dropped_at is null
                     and l.paid_at is null and l.failed_at is null and (l.sent_at is null or l.next_ask_at <= $1))
     order by p.sent_at limit $2`,
    [now, SWEEP_LIMIT],
  );
  let tried = 0;
  for (const { organizationId, batchId } of due) tried += await payBatch(organizationId, batchId, now);
  return { tried };
}
