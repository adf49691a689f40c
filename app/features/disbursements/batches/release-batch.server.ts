import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { beginWork } from "#app/lib/long-work.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { APPROVER_ROLES } from "../disbursement-state.ts";
import { holdsRole } from "../locked-disbursement.server.ts";
import { plainAccount } from "../payees/payee.ts";
import { openPayee } from "../payees/sealed-payee.server.ts";
import { batchFile, type FileBatch, type FileEncoding, sha256Of } from "./batch-file.ts";
import { batchWorkId } from "./batch-work.ts";
import { type BatchLine, type LockedBatch, linesOfBatch, lockBatch } from "./locked-batch.server.ts";

export type ReleaseBatchResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-permitted"
        | "own-batch"
        | "cancelled"
        | "empty"
        | "not-payable"
        | "released-by-another";
    };

/**
 * Another person than who prepared it lets a batch go. From now on its lines and its total are fixed: a bank's
 * file can be fetched, with the SHA-256 recorded here; transfers through Alipay begin. Safe to call again by
 * the same person.
 */
export async function releaseBatch(input: {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}): Promise<ReleaseBatchResult> {
  const { id, organizationId, userId, now } = input;
  return transaction(async (tx): Promise<ReleaseBatchResult> => {
    const batch = await lockBatch(tx, organizationId, id);
    if (!batch) return { ok: false, reason: "not-found" };
    if (batch.preparedById === userId) return { ok: false, reason: "own-batch" };
    if (!(await holdsRole(tx, organizationId, userId, APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (batch.cancelledAt) return { ok: false, reason: "cancelled" };
    if (batch.releasedAt) {
      return batch.releasedById === userId
        ? { ok: true, repeated: true }
        : { ok: false, reason: "released-by-another" };
    }
    const lines = await linesOfBatch(tx, organizationId, id);
    if (lines.length === 0) return { ok: false, reason: "empty" };
    if (!lines.every(({ isPayable }) => isPayable)) return { ok: false, reason: "not-payable" };
    const totalFen = lines.reduce((sum, { amountFen }) => sum + amountFen, 0n);
    const isBank = batch.channel === "bank";
    const file = isBank ? await fileBatchOf(tx, { ...batch, releasedAt: now }) : null;
    const sums = file ? { utf8: sumOf(file, lines, "utf-8"), gb: sumOf(file, lines, "gb18030") } : null;
    await tx.run(
      `update payment_batch set released_by_id = $3, released_at = $4, line_count = $5, total_fen = $6,
         sha256_utf8 = $7, sha256_gb18030 = $8, sent_by_id = $9, sent_at = $10, bank_reference = $11
       where organization_id = $1 and id = $2`,
      [
        organizationId,
        id,
        userId,
        now,
        lines.length,
        totalFen,
        sums?.utf8 ?? null,
        sums?.gb ?? null,
        // Alipay is asked at once: there is no file that a person hands over.
        ...(isBank ? [null, null, null] : [userId, now, id]),
      ],
    );
    if (!isBank) {
      await requestJob(tx, "pay-batch", { organizationId, batchId: id });
      await beginWork(tx, {
        id: batchWorkId(organizationId, id),
        organizationId,
        kind: "pay-batch",
        subjectId: id,
        userId,
        total: lines.length,
        now,
      });
    }
    const details = { channel: batch.channel, lines: lines.length, totalFen };
    const act = { organizationId, userId, act: "payment-batch-released", details, now } as const;
    await recordAct(tx, { ...act, subjectKind: "payment-batch", subjectId: id });
    return { ok: true, repeated: false };
  });
}

const sumOf = (batch: FileBatch, lines: readonly BatchLine[], encoding: FileEncoding): string =>
  sha256Of(batchFile(batch, fileLines(lines), encoding));

/** The lines as a file shows them, opened. */
export const fileLines = (lines: readonly BatchLine[]) =>
  lines.map(({ number, id, keyId, sealed, amountFen }) => {
    const { name, account, bank } = openPayee({ id, keyId, sealed });
    return { number, amountFen, name: name.trim(), account: plainAccount(account), bank: bank.trim() };
  });

/** What the head of a file says. */
export async function fileBatchOf(
  tx: Sql,
  batch: Pick<LockedBatch, "id" | "organizationId" | "currency" | "bankAccountId"> & { releasedAt: Date },
): Promise<FileBatch> {
  const [payer] = await tx.rows<{ payerName: string; payerAccount: string }>(
    `select account_name as "payerName", account_no as "payerAccount" from bank_account
     where organization_id = $1 and id = $2`,
    [batch.organizationId, batch.bankAccountId],
  );
  const { id, releasedAt, currency } = batch;
  return {
    id,
    releasedAt,
    currency,
    payerName: payer?.payerName ?? "",
    payerAccount: payer?.payerAccount ?? "",
  };
}
