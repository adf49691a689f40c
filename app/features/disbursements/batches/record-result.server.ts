import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { PROPOSER_ROLES } from "../disbursement-state.ts";
import { holdsRole } from "../locked-disbursement.server.ts";
import { linesOfBatch, lockBatch } from "./locked-batch.server.ts";
import { failLine, markLinesPaid, settleDisbursements } from "./settle-lines.server.ts";

export type RecordResultResult =
  | { ok: true; repeated: boolean; failed: number }
  | {
      ok: false;
      reason: "not-found" | "not-permitted" | "not-sent" | "not-a-file" | "line-not-found" | "paid-in-future";
    };

/**
 * The bank's answer to a file: these lines were refused and never left the account, all others were paid. The
 * refused ones go back to the queue, their money to the fund; the others are booked. Safe to call again: a line
 * that has its outcome keeps it.
 */
export async function recordResult(input: {
  id: string;
  organizationId: string;
  userId: string;
  paidAt: Date;
  /** Numbers of the batch's lines. */
  refusedNumbers: readonly number[];
  now: Date;
}): Promise<RecordResultResult> {
  const { id, organizationId, userId, paidAt, now } = input;
  if (paidAt.getTime() > now.getTime()) return { ok: false, reason: "paid-in-future" };
  return transaction(async (tx): Promise<RecordResultResult> => {
    const batch = await lockBatch(tx, organizationId, id);
    if (!batch) return { ok: false, reason: "not-found" };
    if (!(await holdsRole(tx, organizationId, userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (batch.channel !== "bank") return { ok: false, reason: "not-a-file" };
    if (!batch.sentAt) return { ok: false, reason: "not-sent" };
    const lines = await linesOfBatch(tx, organizationId, id);
    const refused = new Set(input.refusedNumbers);
    if ([...refused].some((number) => !lines.some((line) => line.number === number)))
      return { ok: false, reason: "line-not-found" };
    const open = lines.filter((line) => !line.paidAt && !line.failedAt);
    if (open.length === 0) return { ok: true, repeated: true, failed: 0 };
    const failed = open.filter(({ number }) => refused.has(number));
    for (const line of failed) await failLine(tx, organizationId, line, "bank-refused", now);
    await markLinesPaid(
      tx,
      open.filter(({ number }) => !refused.has(number)),
      paidAt,
    );
    await settleDisbursements(tx, batch, now);
    const details = { paid: open.length - failed.length, failed: failed.length };
    const act = { organizationId, userId, act: "payment-batch-result", details, now } as const;
    await recordAct(tx, { ...act, subjectKind: "payment-batch", subjectId: id });
    return { ok: true, repeated: false, failed: failed.length };
  });
}
